"""Workers of Amazon A2I get what is doubtful, and of the rest what fits."""

from __future__ import annotations

import json
from typing import Any

from lambdas.documents import Status
from lambdas.extraction.files import ResultFiles
from lambdas.extraction.model import Cell, Content, Counts, Field, LineItem, Page, Table
from lambdas.extraction.result_document import Reason, ResultHead
from lambdas.extraction.written import Written
from lambdas.pipeline.input_content import MAX_CHARACTERS, input_content
from lambdas.review.answers import MOST_CHARACTERS

HEAD = ResultHead(
    document=None,
    profile="people",
    operation=None,
    feature_types=(),
    status=Status.COMPLETED,
    job_id=None,
    model_version=None,
    min_confidence=80,
    page_count=2,
    cost_usd=None,
)


def field(name: str, value: str, page: int = 1) -> Field:
    return Field(
        name=name,
        value=value,
        selected=None,
        confidence=70.0,
        page=page,
        box=None,
        kind="key_value",
    )


def page(
    number: int,
    *fields: Field,
    tables: tuple[Table, ...] = (),
    items: tuple[LineItem, ...] = (),
) -> Content:
    counts = Counts(
        lines=0,
        words=0,
        fields=len(fields),
        tables=len(tables),
        signatures=0,
        doubtful=0,
        line_items=len(items),
    )
    return Content(
        page=Page(page=number, text="", lines=[], words=[], layout=[], counts=counts),
        fields=list(fields),
        tables=list(tables),
        line_items=list(items),
        signatures=[],
        warnings=[],
    )


def cell(row: int, column: int, text: str, *, span: int = 1) -> Cell:
    return Cell(
        row=row,
        column=column,
        row_span=1,
        column_span=span,
        text=text,
        confidence=None,
        box=None,
        header=False,
        selected=None,
    )


def table(*cells: Cell, rows: int = 2, columns: int = 2) -> Table:
    return Table(
        page=1,
        rows=rows,
        columns=columns,
        cells=list(cells),
        header_rows=[],
        title="Items",
        footer=None,
        confidence=None,
        box=None,
        kind=None,
    )


def doubt(index: int | None, message: str = "not sure", page: int | None = 1) -> Reason:
    return Reason(rule="min_confidence", message=message, index=index, page=page)


def told(*pages: Content, reasons: list[Reason], shown: tuple[int, ...] = (1,)) -> Any:  # noqa: ANN401
    """What workers are shown of a document of these pages."""
    with ResultFiles() as files:
        for each in pages:
            files.add(each)
        _, file = next(iter(files.finished(HEAD, [])))
        images = dict.fromkeys(shown, "s3://results/1.jpg")
        content = input_content(Written(file), reasons, shown, images)
    assert len(content) <= MAX_CHARACTERS
    return json.loads(content)


def test_the_fields_come_in_the_order_in_which_they_are_printed() -> None:
    fields = [field(name, "x") for name in "abc"]

    task = told(page(1, *fields), reasons=[doubt(1)])

    assert [each["id"] for each in task["fields"]] == ["field-0", "field-1", "field-2"]
    assert [each["doubtful"] for each in task["fields"]] == [False, True, False]
    assert task["left_out"] == {"fields": 0, "tables": 0, "pages": 1}


def test_a_field_that_several_rules_doubt_says_all_of_it() -> None:
    task = told(page(1, field("a", "x")), reasons=[doubt(0, "one"), doubt(0, "two")])

    assert task["fields"][0]["reason"] == "one; two"


def test_what_stands_beside_a_field_is_not_said_of_the_whole() -> None:
    missing = Reason(rule="required", message="Is missing", field="Signed on", page=None)

    task = told(page(1, field("a", "x")), reasons=[doubt(0), missing, doubt(None, "By lot")])

    assert task["reasons"] == ["Signed on: is missing", "By lot"]


def test_a_field_that_is_missing_has_the_id_of_its_reason() -> None:
    missing = Reason(rule="required", message="no Total", field="Total", page=None)

    task = told(page(1), reasons=[doubt(None, "by lot"), missing])

    assert task["missing"] == [{"id": "missing-1", "name": "Total", "page": 1}]


def test_an_empty_field_that_is_there_is_not_missing() -> None:
    empty = Reason(rule="required", message="empty", field="Total", index=0, page=1)

    task = told(page(1, field("Total", "")), reasons=[empty])

    assert task["missing"] == []
    assert task["fields"][0]["doubtful"] is True


def test_a_table_has_its_cells_by_their_place_and_nothing_where_one_spans() -> None:
    grid = table(cell(1, 1, "Sum", span=2), cell(2, 1, "a"), cell(2, 2, "b"))

    task = told(page(1, tables=(grid,)), reasons=[doubt(None, page=None)])

    [shown] = task["tables"]
    assert shown["rows"] == [
        [{"id": "cell-1-1-1", "text": "Sum"}, None],
        [{"id": "cell-1-2-1", "text": "a"}, {"id": "cell-1-2-2", "text": "b"}],
    ]


def test_line_items_have_their_values_by_their_place() -> None:
    line = LineItem(page=1, record=1, group=1, row=1, fields=[field("ITEM", "Pen")])

    task = told(page(1, items=(line, line)), reasons=[doubt(None, page=None)])

    value = {"name": "ITEM", "value": "Pen"}
    assert task["line_items"] == [
        {"page": 1, "values": [{"id": f"item-{n}-0", **value}]} for n in (0, 1)
    ]


def test_what_is_on_no_page_that_is_shown_is_left_out_and_counted() -> None:
    pages = [page(1, field("a", "x")), page(2, field("b", "y", page=2), tables=(table(),))]

    task = told(*pages, reasons=[doubt(0)])

    assert [each["id"] for each in task["fields"]] == ["field-0"]
    assert task["left_out"] == {"fields": 1, "tables": 1, "pages": 1}


def test_the_numbers_go_on_over_pages_that_are_not_shown() -> None:
    pages = [
        page(1, field("a", "x"), tables=(table(),)),
        page(2, field("b", "y", page=2), tables=(table(cell(1, 1, "c")),)),
    ]

    task = told(*pages, reasons=[doubt(1, page=2)], shown=(2,))

    assert task["fields"][0]["id"] == "field-1"
    assert task["tables"][0]["rows"][0][0]["id"] == "cell-2-1-1"


def test_a_doubtful_field_on_the_last_page_has_room_whatever_came_before() -> None:
    many = [field(f"n{number}", "ü" * 1000) for number in range(3000)]

    task = told(
        page(1, *many, tables=(table(cell(1, 1, "x" * MOST_CHARACTERS)),)),
        page(2, field("late", "y", page=2)),
        reasons=[doubt(3000, page=2)],
        shown=(1, 2),
    )

    assert task["fields"][-1]["id"] == "field-3000"
    left_out = task["left_out"]
    assert left_out["fields"] == 3001 - len(task["fields"]) > 0
    assert (task["tables"], left_out["tables"]) == ([], 1)


def test_more_doubtful_fields_than_fit_are_cut_off_and_counted() -> None:
    many = [field(f"n{number}", "x" * MOST_CHARACTERS) for number in range(1000)]

    task = told(page(1, *many), reasons=[doubt(number) for number in range(1000)])

    assert 500 < len(task["fields"]) < 1000
    assert task["left_out"]["fields"] == 1000 - len(task["fields"])


def test_a_value_that_no_answer_could_hold_is_left_out() -> None:
    task = told(page(1, field("a", "x" * (MOST_CHARACTERS + 1))), reasons=[doubt(0)])

    assert (task["fields"], task["left_out"]["fields"]) == ([], 1)


def test_html_is_left_to_the_template_to_escape() -> None:
    task = told(page(1, field("<b>", "</script>")), reasons=[doubt(0)])

    assert (task["fields"][0]["name"], task["fields"][0]["value"]) == ("<b>", "</script>")
