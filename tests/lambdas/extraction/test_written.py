"""`document.json` is read back page by page, and written anew gives the very same files."""

import json
import re
import tracemalloc
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.made_up import LETTER, write_parts
from lambdas.extraction.answers import Part, decode_part
from lambdas.extraction.extract import Reader
from lambdas.extraction.files import ResultFiles
from lambdas.extraction.model import Content, Warning
from lambdas.extraction.written import UnreadableResult, Written
from tests.lambdas.extraction.builders import Extraction, Json, extract, extraction, line, table
from tests.lambdas.extraction.graphs import any_json_of, pages
from tests.lambdas.extraction.recordings import CORPUS, found_in, manifest
from tests.lambdas.extraction.test_extract import a_part
from tests.lambdas.extraction.test_result_document import FOUND, HEAD

RECORDED = list(manifest())
properties = settings(deadline=None, derandomize=True, database=None, max_examples=60)

SUMMARY = {
    "DocumentGroups": [{"Type": "W_2", "SplitDocuments": [{"Index": 1, "Pages": [1, 2]}]}],
}
ITEM = {"Type": {"Text": "ITEM"}, "ValueDetection": {"Text": "Pen", "Confidence": 99.0}}
ROWS = [{"LineItemExpenseFields": [ITEM]}]
BILL = [{"ExpenseIndex": 1, "LineItemGroups": [{"LineItems": ROWS}]}]
NOT_COUNTED = '"line_items":null'


def written_anew(document: bytes, head: Json | None = None) -> dict[str, bytes]:
    written = Written(BytesIO(document))
    with ResultFiles() as files:
        for content in written.contents():
            files.add(content)
        return {name: file.read() for name, file in files.finished(written.head, written.warnings)}


def assert_the_same(found: Extraction) -> None:
    again = written_anew(found.files["document.json"].encode())

    assert {name: file.decode() for name, file in again.items()} == found.files


def read_back(document: bytes) -> list[Content]:
    return [*Written(BytesIO(document)).contents()]


@pytest.mark.skipif(not CORPUS.exists(), reason="the recorded responses are not here")
@pytest.mark.parametrize("name", RECORDED or ["none"])
def test_every_recorded_result_is_the_same_when_it_is_written_anew(name: str) -> None:
    assert_the_same(found_in(name))


@properties
@given(drawn=pages(), cuts=st.lists(st.integers(0, 60), max_size=3))
def test_any_pages_are_the_same_whatever_came_late(
    drawn: list[list[Json]], cuts: list[int]
) -> None:
    blocks = [each for page in drawn for each in page]
    ends = sorted({0, *cuts, len(blocks)})
    parts = [blocks[start:end] for start, end in pairwise(ends)]

    assert_the_same(extract(a_part(*part) for part in [*parts, blocks[:2]]))


@properties
@given(answers=st.lists(any_json_of(Part), max_size=3))
def test_any_answer_at_all_is_the_same(answers: list[Json]) -> None:
    assert_the_same(extract([decode_part(json.dumps(answer).encode()) for answer in answers]))


def test_a_document_without_pages_is_the_same() -> None:
    assert_the_same(extract([]))
    assert_the_same(extract([a_part(JobStatus="FAILED")]))


def test_the_pages_of_a_loan_package_in_the_head_are_not_taken_for_the_documents() -> None:
    found = extract([a_part(Results=[{"Page": 1}, {"Page": 2}]), a_part(Summary=SUMMARY)])

    assert '"pages":[1,2]' in found.files["document.json"]
    assert_the_same(found)


def test_a_text_that_looks_like_the_end_of_an_array_is_a_text() -> None:
    odd = '],"fields":[ ],\\"fields\\":[ "pages":[ ]} {"\n},\n{'

    found = extraction(line(odd), *table([[odd, "],"]]), DocumentMetadata={"Pages": 2})

    assert_the_same(found)
    assert found.pages[0].lines[0].text == odd


def test_warnings_of_a_page_and_of_the_document_stay_apart() -> None:
    part = a_part(
        line("a", Page=1),
        {"BlockType": "NEW", "Id": "n", "Page": 2},
        DocumentMetadata={"Pages": 3},
        Warnings=[{"ErrorCode": "ODD", "Pages": [1]}],
    )
    written = Written(BytesIO(extract([part]).files["document.json"].encode()))

    contents = [*written.contents()]

    codes = [[warning.code for warning in content.warnings] for content in contents]
    assert codes == [[], ["UNKNOWN_BLOCK_TYPE"]]
    assert [(warning.code, warning.page) for warning in written.warnings] == [
        ("ODD", 1),
        ("PAGES_MISSING", None),
    ]


def test_what_came_late_of_a_page_stays_with_it() -> None:
    late = {"BlockType": "NEW", "Id": "n", "Page": 1}
    parts = [a_part(line("a", Page=1), *table([["t"]]), line("b", Page=2))]

    found = extract([*parts, a_part(late, ExpenseDocuments=BILL)])
    contents = read_back(found.files["document.json"].encode())

    assert [
        (each.page.page, len(each.tables), len(each.line_items), len(each.warnings))
        for each in contents
    ] == [(1, 1, 0, 0), (1, 0, 1, 2), (2, 0, 0, 0)]


def test_a_document_of_the_first_version_has_the_members_that_it_lacks() -> None:
    old = json.loads(FOUND.files["document.json"])
    old["schema_version"] = "1.0"
    for name in ("revision", "review"):
        del old[name]
    del old["pages"][0]["counts"]["line_items"]
    for thing in (*old["fields"], *(cell for each in old["tables"] for cell in each["cells"])):
        del thing["reviewed"]

    again = {name: file.decode() for name, file in written_anew(as_written(old)).items()}

    uncounted = {"document.json": again["document.json"].replace(NOT_COUNTED, '"line_items":0')}
    assert {**again, **uncounted} == FOUND.files


def test_line_items_that_a_page_of_the_first_version_does_not_count_are_found() -> None:
    found = extract([a_part(line("a"), line("b", Page=2), ExpenseDocuments=BILL)])
    old = re.sub(r'"line_items":\d', NOT_COUNTED, found.files["document.json"])

    again = written_anew(old.encode())

    assert again["document.md"].decode() == found.markdown
    assert again["line_items.csv"].decode() == found.files["line_items.csv"]


def test_a_later_minor_version_is_read_without_what_it_adds() -> None:
    later = {"more": [{"pages": [1]}], **json.loads(FOUND.files["document.json"])}
    later["schema_version"] = "1.7"
    later["fields"][0]["more"] = 1

    assert written_anew(as_written(later))["document.json"] == (
        FOUND.files["document.json"].encode()
    )


def as_written(document: Json) -> bytes:
    """Return a document of one page as another version would write it."""
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()


DOCUMENT = FOUND.files["document.json"].encode()
TWO_PAGES = extraction(line("a"), line("b", Page=2)).files["document.json"].encode()


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b"", "no pages"),
        (b'{"pages":{}}', "no pages"),
        (json.dumps(json.loads(DOCUMENT), indent=1).encode(), "no pages"),
        (DOCUMENT[:-1], "cut"),
        (DOCUMENT[: DOCUMENT.index(b'],"tables"')], "no tables"),
        (DOCUMENT.replace(b'"1.1"', b'"2.0"', 1), "schema_version 2.0"),
        (DOCUMENT.replace(b'"status":"COMPLETED"', b'"status":"NEW"', 1), "NEW"),
        (DOCUMENT.replace(b'"fields":1', b'"fields":2'), "1 fields on a line, where a page"),
        (DOCUMENT.replace(b'"fields":1', b'"fields":0'), "more fields than its pages count"),
        (DOCUMENT.replace(b'"name":"Total:"', b'"name":1'), "fields: Expected `str`"),
        (TWO_PAGES.replace(b",\n", b","), "2 pages on a line"),
    ],
)
def test_what_is_not_as_we_write_it_is_refused_by_name(document: bytes, said: str) -> None:
    with pytest.raises(UnreadableResult, match=said):
        read_back(document)


def test_a_longer_document_takes_no_more_memory(tmp_path: Path) -> None:
    def peak(pages: int) -> int:
        with TemporaryFile() as file:
            (tmp_path / str(pages)).mkdir()
            parts = write_parts(tmp_path / str(pages), LETTER, pages=pages)
            reader = Reader((decode_part(part.read_bytes()) for part in parts), min_confidence=80)
            with ResultFiles() as files:
                for content in reader.pages():
                    files.add(content)
                document = next(
                    found
                    for name, found in files.finished(HEAD, reader.warnings)
                    if name == "document.json"
                )
                file.write(document.read())
            tracemalloc.start()
            count = sum(1 for _ in Written(file).contents())
            _, highest = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        assert count == pages
        return highest

    assert peak(160) < 1.2 * peak(40)


def test_warnings_that_a_review_adds_to_a_page_are_read_back_with_it() -> None:
    [content] = read_back(DOCUMENT)
    more = Warning(code="REVIEWERS_DISAGREE", message="m", page=1)
    with ResultFiles() as files:
        content.warnings.append(more)
        files.add(content)
        written = {name: file.read() for name, file in files.finished(HEAD, [])}

    assert read_back(written["document.json"])[0].warnings[-1] == more


def test_an_array_is_found_wherever_the_file_is_cut_in_reading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = read_back(DOCUMENT)

    for size in (1, 2, 7, 100):
        monkeypatch.setattr("lambdas.extraction.written.READ", size)

        assert read_back(DOCUMENT) == whole
