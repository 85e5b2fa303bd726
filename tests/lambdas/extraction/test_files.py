"""The files of a result are written as its pages come, and hold no more than a little in memory."""

import json
import tracemalloc

import msgspec
import pytest

from lambdas.extraction.extract import Reader
from lambdas.extraction.files import SPOOLED, ResultFiles
from lambdas.extraction.result_document import ResultDocument
from tests.lambdas.extraction.builders import extract, line, table
from tests.lambdas.extraction.test_extract import a_part
from tests.lambdas.extraction.test_result_document import HEAD

PAGES = 50
LONG = "A line that is printed on the page. " * 2000


def test_a_document_that_is_longer_than_what_is_held_in_memory_is_whole() -> None:
    found = extract(a_part(line(f"{page} {LONG}", Page=page)) for page in range(1, PAGES + 1))

    assert len(found.files["document.json"]) > SPOOLED
    assert [page.text.split()[0] for page in found.pages] == [str(n) for n in range(1, PAGES + 1)]
    assert found.text.count("\f") == PAGES - 1
    assert found.markdown.count("# Page ") == PAGES


def test_a_longer_document_takes_no_more_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lambdas.extraction.files.SPOOLED", 10_000)

    def peak(pages: int) -> int:
        parts = (a_part(line(LONG[:3000], Page=page)) for page in range(1, pages + 1))
        reader = Reader(parts, min_confidence=90.0)
        tracemalloc.start()
        with ResultFiles() as files:
            for content in reader.pages():
                files.add(content)
            for _ in files.finished(HEAD, reader.warnings):
                pass
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    assert peak(4 * PAGES) < 1.2 * peak(PAGES)


def test_the_json_of_several_pages_is_one_document_of_the_published_types() -> None:
    found = extract([a_part(line("a", Page=1), line("b", Page=2)), a_part(line("c", Page=1))])

    document = msgspec.json.decode(found.files["document.json"], type=ResultDocument, strict=True)
    assert [page.text for page in document.pages] == ["a", "c", "b"]
    assert [*json.loads(found.files["document.json"])] == [*ResultDocument.__struct_fields__]


def test_lengths_say_how_much_has_been_written() -> None:
    reader = Reader([a_part(*table([["a"]]), line("b", Page=2))], min_confidence=90.0)
    with ResultFiles() as files:
        for content in reader.pages():
            files.add(content)

        assert {name: count for name, count in files.lengths.items() if count} == {
            "pages": 2,
            "tables": 1,
        }


def test_the_files_end_with_their_context() -> None:
    with ResultFiles() as files:
        opened = [file for _, file in files.finished(HEAD, [])]

    assert opened
    assert all(file.closed for file in opened)


def test_line_items_have_a_file_only_where_there_are_any() -> None:
    field = {"Type": {"Text": "ITEM"}, "ValueDetection": {"Text": "Pen", "Confidence": 99.0}}
    group = {"LineItems": [{"LineItemExpenseFields": [field]}]}

    bill = extract([a_part(ExpenseDocuments=[{"ExpenseIndex": 1, "LineItemGroups": [group]}])])

    assert bill.files["line_items.csv"] == "page,record,group,row,ITEM\r\n1,1,1,1,Pen\r\n"
    assert [item.fields[0].value for item in bill.line_items] == ["Pen"]
    assert "line_items.csv" not in extract([a_part(line("a"))]).files
