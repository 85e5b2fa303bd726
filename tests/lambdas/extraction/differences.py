"""What we find in the recorded responses against what an independent reader found.

`python -m tests.lambdas.extraction.differences` prints every difference, with its explanation.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lambdas.extraction.model import LayoutBlock, Page
from tests.lambdas.extraction.builders import Extraction
from tests.lambdas.extraction.recordings import (
    Compared,
    Expected,
    bare,
    found_in,
    manifest,
    states,
)
from tests.lambdas.extraction.table_differences import TABLE_ASPECTS


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Where we and the other reader differ: `aspect` is one of the names in `ASPECTS`."""

    aspect: str
    ours: object
    theirs: object


def differences(found: Extraction, expected: Expected) -> Iterator[Difference]:
    """Yield the differences, value by value where there are as many of ours as of theirs."""
    for aspect, compared in ASPECTS.items():
        ours, theirs = compared(found, expected)
        if len(ours) != len(theirs):
            yield Difference(aspect=aspect, ours=ours, theirs=theirs)
            continue
        for mine, other in zip(ours, theirs, strict=True):
            if mine != other:
                yield Difference(aspect=aspect, ours=mine, theirs=other)


def _counts(found: Extraction, expected: Expected) -> Compared:
    counts = expected["counts"]
    ours = {
        "pages counted": found.page_count,
        "pages": len(found.pages),
        "lines": sum(page.counts.lines for page in found.pages),
        "words": sum(page.counts.words for page in found.pages),
        "signatures": len(found.signatures),
        "job_status": found.job_status,
    }
    theirs = {
        "pages counted": expected["pages"] or 0,
        "pages": expected["pages"] or 0,
        "lines": counts.get("LINE", 0),
        "words": counts.get("WORD", 0),
        "signatures": expected["signatures"],
        "job_status": expected.get("job_status"),
    }
    return [*ours.items()], [*theirs.items()]


def _warnings(found: Extraction, expected: Expected) -> Compared:
    return found.warnings, []


def _lines(found: Extraction, expected: Expected) -> Compared:
    """Compare the order too: LAYOUT's where there is one, else Textract's own."""
    texts = {str(page.page): [line.text for line in page.lines] for page in found.pages}
    if "reading_order_sha1" in expected:
        everything = [text for lines in texts.values() for text in lines]
        return [sha1(everything)], [expected["reading_order_sha1"]]
    hashes = {page: sha1(lines) for page, lines in texts.items() if lines}
    return [hashes], [expected["line_sha1_by_page"]]


def sha1(lines: list[str]) -> str:
    return hashlib.sha1("\n".join(lines).encode(), usedforsecurity=False).hexdigest()


def _words(found: Extraction, expected: Expected) -> Compared:
    words = [word for page in found.pages for word in page.words]
    ours = [sha1([word.text for word in words]), sum(word.handwriting for word in words)]
    return ours, [expected["word_sha1"], expected["handwriting_words"]]


def _key_values(found: Extraction, expected: Expected) -> Compared:
    ours = [
        (field.page, field.name, bare(field), states(field))
        for field in found.fields
        if field.kind == "key_value"
    ]
    theirs = [
        (pair["page"], pair["key"], pair["value"], pair.get("selection", []))
        for pair in expected["key_values"]
    ]
    return ours, theirs


def _queries(found: Extraction, expected: Expected) -> Compared:
    answers: dict[tuple[str | None, str | None], list[str]] = {}
    for field in found.fields:
        if field.kind == "query":
            values = answers.setdefault((field.alias, field.question), [])
            values += [field.value] if field.confidence is not None else []
    return [[*key, values] for key, values in answers.items()], expected["queries"]


def _layout(found: Extraction, expected: Expected) -> Compared:
    ours = [
        node
        for page in found.pages
        for block in page.layout
        for node in _flat(page, block, nested=False)
    ]
    return ours, [tuple(node) for node in expected.get("layout", [])]


def _flat(page: Page, block: LayoutBlock, *, nested: bool) -> Iterator[tuple[str, int, str, bool]]:
    """Yield a part of the page and its children; a list's text is that of its items."""
    lines = [*block.lines, *(index for child in block.children for index in child.lines)]
    text = "\n".join(page.lines[index].text for index in lines)
    yield f"LAYOUT_{block.kind.upper()}", page.page, text, nested
    for child in block.children:
        yield from _flat(page, child, nested=True)


ASPECTS: dict[str, Callable[[Extraction, Expected], Compared]] = {
    "counts": _counts,
    "warnings": _warnings,
    "lines": _lines,
    "words": _words,
    "key-values": _key_values,
    "queries": _queries,
    "layout": _layout,
    **TABLE_ASPECTS,
}


_IN_PLACE = (
    "the other reader names a cell's checkboxes in the order of its CHILD ids; "
    "we tell them as they stand, and the picture of the form agrees with us"
)
_IN_COLUMNS = "without LAYOUT Textract reads across the columns; we read one after the other"
_HAND_EDITED = (
    "the MERGED_CELL says row 3 and names the cells of row 1; the picture has it in row 1"
)
_NO_SUMMARY = "the pages of the loan package were recorded without its summary, and we say so"

# Who is right, and why, wherever we differ: by recording (without .json) and aspect.
EXPLAINED: dict[str, dict[str, str]] = {
    "employmentapp--trp--tables_with_headers_and_merged_cells": {
        "cells": _HAND_EDITED,
        "merged cells": _HAND_EDITED,
    },
    "patient-intake--trp--multi-page-forms-samples-2-page": {"checkboxes in cells": _IN_PLACE},
    "patient-intake--trp--patient_intake_form_sample": {"checkboxes in cells": _IN_PLACE},
    "patient-intake--textractor--test_detect_no_duplicate_words_patient_intake_form_sample.png": {
        "checkboxes in cells": _IN_PLACE
    },
    "patient-intake--textractor--test_document_to_html_patient_intake_form_sample.png": {
        "checkboxes in cells": _IN_PLACE
    },
    "multicol-1--trp--test-multicol-response": {"lines": _IN_COLUMNS},
    "multicol-2--trp--test-multicol-response-2": {"lines": _IN_COLUMNS},
    "lending-33p--textractor--lending-doc-output_from_output_config": {"warnings": _NO_SUMMARY},
    "lending-33p--trp--lending-doc-output": {"warnings": _NO_SUMMARY},
    "id-empty--trp--test-trp2_analyzeid_sample2": {
        "counts": "Textract counts one page and found no document on it: there is nothing to show"
    },
}


def explained(name: str) -> dict[str, str]:
    """Return why a recording differs, by aspect."""
    return EXPLAINED.get(name.removesuffix(".json"), {})


def main() -> None:
    for name, expected in manifest().items():
        for each in differences(found_in(name), expected):
            why = explained(name).get(each.aspect, "NOT EXPLAINED")
            shown = f"  ours:   {each.ours}\n  theirs: {each.theirs}\n  {why}"
            sys.stdout.write(f"{name}: {each.aspect}\n{shown}\n")


if __name__ == "__main__":
    main()
