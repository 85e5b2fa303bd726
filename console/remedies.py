"""What people take for an answer of Textract, and what to do about it."""

from __future__ import annotations

import re

import msgspec

from lambdas.extraction.answers import UnreadableAnswer

SHOWN = 10  # members of what is no answer
DOCUMENT = "is {}, no answer of Textract: put it through `papertray local run`"
BEGINNINGS = {  # of what is no JSON
    rb"%PDF": DOCUMENT.format("a PDF"),
    rb"\x89PNG": DOCUMENT.format("a PNG image"),
    rb"\xff\xd8\xff": DOCUMENT.format("a JPEG image"),
    rb"II\*\0|MM\0\*": DOCUMENT.format("a TIFF image"),
    rb"PK\x03\x04": "is a ZIP archive: unpack it, and name the answers in it",
    rb"[\[{]\s*[\[{]?\s*'": "is a Python value as print() shows it: save it with json.dump()",
    rb"[A-Z]+\t|[A-Za-z]+:\s": "looks like the AWS CLI's text or YAML: ask for --output json",
    rb"\[\s*\]\s*$": "is an empty list: Textract gave no answer",
    rb"$": "is empty",
}


def what_is_wrong(text: bytes, error: UnreadableAnswer) -> str:
    """Return why a text cannot be read as an answer, and what helps, if that is known."""
    for beginning, remedy in BEGINNINGS.items():
        if re.match(rb"\s*(?:%b)" % beginning, text):
            return remedy
    try:
        text.decode()
        msgspec.json.decode(text, type=msgspec.Raw)
    except UnicodeDecodeError as not_utf_8:
        return f"is not in UTF-8: save it as UTF-8 (byte {not_utf_8.start})"
    except msgspec.DecodeError as malformed:
        if "truncated" in str(malformed):
            return f"ends in the middle (byte {len(text)}); get it again"
        if "trailing characters" in str(malformed):
            return "holds more behind an answer: put several in a list, or each on a line"
    except RecursionError:
        return "is nested too deep, as no answer of Textract is"
    return str(error)


def what_it_holds(names: list[str], expected: tuple[str, ...]) -> str:
    """Return what an object with these members is, where it has none of an answer's."""
    if "JobId" in names:
        return "it only names a job; get the job's result, or its parts from OutputConfig"
    if "schema_version" in names:
        return "it is a result of papertray already"
    if not {"__type", "Error", "errorMessage"}.isdisjoint(names):
        return "it is an error of AWS; ask Textract again"
    found = ", ".join(names[:SHOWN]) + (", ..." if names[SHOWN:] else "")
    return f"it holds {found or 'nothing'}; expected one of {', '.join(expected)}"
