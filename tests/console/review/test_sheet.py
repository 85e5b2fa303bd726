"""What the page shows of a document: each value under the id by which it can be answered."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from console.review.sheet import MOST_PAGES, sheet
from lambdas.documents import Operation, Status
from lambdas.extraction.model import (
    Box,
    Cell,
    Content,
    Counts,
    Field,
    LineItem,
    Page,
    Table,
)
from lambdas.extraction.result_document import Reason, ResultHead, Review

BOX = Box(left=0.1, top=0.2, width=0.3, height=0.05)


def field(name: str, value: str, page: int = 1, *, selected: bool | None = None) -> Field:
    return Field(
        name=name,
        value=value,
        selected=selected,
        confidence=70.5,
        page=page,
        box=BOX,
        kind="key_value",
    )


def cell(row: int, column: int, text: str, *, selected: bool | None = None) -> Cell:
    return Cell(
        row=row,
        column=column,
        row_span=1,
        column_span=1,
        text=text,
        confidence=90,
        box=BOX,
        header=row == 1,
        selected=selected,
    )


def table(page: int, *cells: Cell) -> Table:
    return Table(
        page=page,
        rows=max((each.row for each in cells), default=1),
        columns=max((each.column for each in cells), default=1),
        cells=[*cells],
        header_rows=[1],
        title="Items",
        footer=None,
        confidence=90,
        box=BOX,
        kind=None,
    )


def content(number: int, *fields: Field, **more: Any) -> Content:  # noqa: ANN401  (as they are)
    counts = Counts(lines=0, words=0, fields=len(fields), tables=0, signatures=0, doubtful=0)
    page = Page(page=number, text="", lines=[], words=[], layout=[], counts=counts)
    others: dict[str, Any] = {"tables": [], "line_items": [], "signatures": [], "warnings": []}
    return Content(page=page, fields=[*fields], **{**others, **more})


def head(*reasons: Reason, pages: int = 1) -> ResultHead:
    review = Review(
        by="builtin",
        reasons=[*reasons],
        reason_count=len(reasons),
        requested_at="2026-11-21T10:00:00.000+00:00",
        due_at="2026-11-28T10:00:00.000+00:00",
    )
    return ResultHead(
        document=None,
        profile="reviewed",
        operation=Operation.ANALYZE_DOCUMENT,
        feature_types=("FORMS",),
        status=Status.COMPLETED,
        job_id=None,
        model_version=None,
        min_confidence=80,
        page_count=pages,
        cost_usd=None,
        review=review,
    )


def low(index: int, page: int) -> Reason:
    return Reason(rule="min_confidence", message="unsure", field="x", index=index, page=page)


def test_values_keep_the_number_that_they_have_in_the_whole_document() -> None:
    first = content(1, field("a", "1"), tables=[table(1, cell(1, 1, "A"))])
    second = content(2, field("b", "2", 2), tables=[table(2, cell(1, 1, "B"))])

    found = sheet(head(low(1, 2), pages=2), [first, second], [])

    assert found["pages"] == [2]
    assert [(each["id"], each["value"]) for each in found["fields"]] == [("field-1", "2")]
    assert [why["message"] for why in found["fields"][0]["reasons"]] == ["unsure"]
    assert [each["cells"][0]["id"] for each in found["tables"]] == ["cell-2-1-1"]


def test_other_pages_come_when_they_are_asked_for() -> None:
    pages = [content(number, field("a", str(number), number)) for number in (1, 2, 3)]

    found = sheet(head(low(1, 2), pages=3), pages, [3])

    assert [each["id"] for each in found["fields"]] == ["field-2"]


def test_it_says_which_pages_have_reasons_beside_those_that_are_shown() -> None:
    pages = [content(number, field("a", "1", number)) for number in range(1, 41)]
    reasons = [low(number - 1, number) for number in range(11, 41)]

    found = sheet(head(*reasons, pages=40), pages, [3])

    assert found["pages_to_look_at"] == list(range(11, 41))
    assert sheet(head(*reasons, pages=40), pages, [])["pages"] == list(range(11, 31))


@pytest.mark.parametrize("page", [-1, 0, 3])
def test_a_page_that_is_not_there_has_no_values(page: int) -> None:
    pages = [content(number, field("a", "1", number)) for number in (1, 2)]

    assert sheet(head(low(0, 1), pages=2), pages, [page])["fields"] == []


def test_a_long_document_is_shown_in_part() -> None:
    pages = [content(number, field("a", "1", number)) for number in range(1, 41)]

    found = sheet(head(pages=40), pages, [])

    assert found["pages"] == list(range(1, MOST_PAGES + 1))
    assert found["page_count"] == 40


def test_a_lone_checkbox_has_an_id_of_its_own() -> None:
    found = sheet(head(), [content(1, field("Yes", "", selected=True), field("No", "x"))], [])

    assert [each["selected_id"] for each in found["fields"]] == ["selected-0", None]


def test_of_cells_at_one_place_only_the_first_can_be_told() -> None:
    cells = (cell(1, 1, "a"), cell(1, 1, "b"), cell(2, 1, "[x]", selected=True))

    (shown,) = sheet(head(), [content(1, tables=[table(1, *cells)])], [])["tables"]

    assert [each["id"] for each in shown["cells"]] == ["cell-1-1-1", None, "cell-1-2-1"]
    assert shown["cells"][2]["selected_id"] == "cell-selected-1-2-1"


def test_line_items_are_told_by_row_and_place() -> None:
    item = LineItem(page=1, record=1, group=1, row=1, fields=[field("ITEM", "Ink")])
    contents = [content(1, line_items=[item]), content(2, line_items=[item])]

    found = sheet(head(pages=2), contents, [2])

    assert [each["id"] for each in found["line_items"][0]["values"]] == ["item-1-0"]


def test_what_is_required_and_was_not_found_is_asked_for() -> None:
    absent = Reason(rule="required", message="it is missing", field="Total")
    empty = Reason(rule="required", message="it is empty", field="Date", index=0, page=1)

    found = sheet(head(low(0, 1), absent, empty), [content(1, field("Date", ""))], [])

    assert found["missing"] == [
        {"id": "missing-1", "name": "Total", "page": 1, "message": "it is missing"}
    ]
    assert found["fields"][0]["reasons"] == [
        {"rule": "min_confidence", "message": "unsure"},
        {"rule": "required", "message": "it is empty"},
    ]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=1+1", "\u202eevil", "a\nb"])
def test_texts_are_passed_on_as_they_are(text: str) -> None:
    found = sheet(head(), [content(1, field(text, text))], [])

    assert msgspec.json.decode(msgspec.json.encode(found))["fields"][0]["value"] == text
