"""The values that a document's pages become: what `document.json` holds and the renderers read.

All are immutable trees, so none is tracked by the cyclic collector, which would otherwise spend
more time on a long document than its extraction.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Box(Struct, frozen=True, kw_only=True, gc=False):
    """Where something is, as fractions of the page's width and height, to five digits."""

    left: float
    top: float
    width: float
    height: float


class Word(Struct, frozen=True, kw_only=True, gc=False):
    """A word; `handwriting` where it is not printed; `line` is an index into the page's lines."""

    text: str
    confidence: float | None
    box: Box | None
    handwriting: bool
    line: int | None


class Line(Struct, frozen=True, kw_only=True, gc=False):
    """A line of text; `handwriting` when at least one of its words is handwritten."""

    text: str
    confidence: float | None
    box: Box | None
    handwriting: bool


class LayoutBlock(Struct, frozen=True, kw_only=True, gc=False):
    """A part of the page: `kind` is Textract's LAYOUT_ type in small letters.

    `lines` are indexes into the page's lines; a list holds its items in `children`.
    """

    kind: str
    confidence: float | None
    box: Box | None
    lines: list[int]
    children: list[LayoutBlock]


class Counts(Struct, frozen=True, kw_only=True, gc=False):
    """What a page holds; `doubtful` counts the lines and fields below the minimum confidence.

    `line_items` is null in a document of version 1.0, which did not count them.
    """

    lines: int
    words: int
    fields: int
    tables: int
    signatures: int
    doubtful: int
    line_items: int | None = None


class Prediction(Struct, frozen=True, kw_only=True, gc=False):
    """One of the things that a page may be, as Textract names them."""

    value: str
    confidence: float | None


class Classification(Struct, frozen=True, kw_only=True, gc=False):
    """What Analyze Lending takes a page for, the likeliest first: `page_types` such as "W_2", and
    `page_numbers` as printed on the page, "undetected" where there is none."""

    page_types: list[Prediction]
    page_numbers: list[Prediction]


class Page(Struct, frozen=True, kw_only=True, gc=False):
    """A page, counted from 1; `lines` and `text` (one line a line) are in reading order, `words`
    in Textract's.

    What Textract sent of a page after the page had ended is a page more of the same number, with
    the warning LATE_BLOCKS.
    """

    page: int
    text: str
    lines: list[Line]
    words: list[Word]
    layout: list[LayoutBlock]
    counts: Counts
    classification: Classification | None = None


class Normalized(Struct, frozen=True, kw_only=True, gc=False):
    """A value as a machine reads it, beside the text as printed.

    A date is ISO 8601 ("2026-03-18"); an amount and a number are exact decimals ("-1234.50"); a
    boolean is true or false. `currency` is an amount's ISO 4217 code, where it is certain.
    """

    type: Literal["date", "amount", "number", "boolean"]
    value: str | bool
    currency: str | None = None


class Group(Struct, frozen=True, kw_only=True, gc=False):
    """What an expense field is a part of; fields with the same `id` belong together, for example
    the parts of one address whose `types` are VENDOR and VENDOR_REMIT_TO."""

    id: str
    types: list[str]


class Reviewed(Struct, frozen=True, kw_only=True, gc=False):
    """What people said of a value: `by` names them, `at` is when (ISO 8601, UTC).

    `previous_value` and the like are what stood there before, be it confirmed or corrected; null
    where there was no such value, but people found one.
    """

    by: list[str]
    at: str
    previous_value: str | None
    previous_selected: bool | None = None
    previous_confidence: float | None = None


def _differs(reviewed: Reviewed | None, value: str, selected: bool | None) -> bool:
    return reviewed is not None and (
        reviewed.previous_value != value or reviewed.previous_selected != selected
    )


class Field(Struct, frozen=True, kw_only=True, gc=False):
    """A key and its value, a question and its answer, or one of Textract's named values.

    `name` is the key as printed, the alias or question, or Textract's type (TOTAL, FIRST_NAME);
    `label` is what is printed beside a named value. `value` is as printed, "" when empty.
    `selected` is the state of a lone checkbox; several checkboxes in one value stand in `value` as
    [x] and [ ]. `signed` says that the value holds a signature. `confidence` (0-100) is the lowest
    of key, value and the value's words, null for a question without an answer; a named value's is
    its own alone.
    `box` is the value's, else the key's.
    `record` counts the invoices, receipts or identity documents of one file, from 1.
    `source` is who says so: where people did, `reviewed` tells who, and `confidence` is null.
    """

    name: str
    value: str
    normalized: Normalized | None = None
    selected: bool | None
    signed: bool = False
    confidence: float | None
    page: int
    box: Box | None
    kind: Literal["key_value", "query", "expense", "identity", "lending"]
    source: Literal["textract", "human"] = "textract"
    alias: str | None = None
    question: str | None = None
    label: str | None = None
    record: int | None = None
    groups: list[Group] | None = None
    reviewed: Reviewed | None = None

    @property
    def printed(self) -> str:
        """The value as it stands on the page, whatever people said of it."""
        return self.value if self.reviewed is None else self.reviewed.previous_value or ""

    @property
    def is_corrected(self) -> bool:
        """Whether people said something else than Textract, or found the field themselves."""
        return _differs(self.reviewed, self.value, self.selected)


class LineItem(Struct, frozen=True, kw_only=True, gc=False):
    """A row of an invoice's or receipt's items, each value a field by Textract's type: ITEM,
    QUANTITY, UNIT_PRICE, PRICE, PRODUCT_CODE, OTHER and, last, EXPENSE_ROW, the whole row.

    `record`, `group` and `row` count from 1: which invoice of the file, which of its lists.
    """

    page: int
    record: int
    group: int
    row: int
    fields: list[Field]


class Cell(Struct, frozen=True, kw_only=True, gc=False):
    """A cell; row and column count from 1; a merged cell is one cell with spans.

    A checkbox stands in `text` as [x] or [ ], and in `selected` when it is the only one. `role` is
    what a cell is beside a value or a header: the title of a section of rows, a summary of others
    (a total), or the table's own title or footer. `reviewed` tells who confirmed or corrected it.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    confidence: float | None
    box: Box | None
    header: bool
    role: Literal["section_title", "summary", "title", "footer"] | None = None
    selected: bool | None
    reviewed: Reviewed | None = None

    @property
    def printed(self) -> str:
        """The text as it stands on the page, whatever people said of it."""
        return self.text if self.reviewed is None else self.reviewed.previous_value or ""

    @property
    def is_corrected(self) -> bool:
        """Whether people said something else than Textract."""
        return _differs(self.reviewed, self.text, self.selected)


class Table(Struct, frozen=True, kw_only=True, gc=False):
    """A table; `cells` are in row order; `header_rows` are row numbers.

    `continues` is the number (from 1, in the order of this document's tables) of the table on the
    page before that goes on here; its header may be repeated.
    """

    page: int
    rows: int
    columns: int
    cells: list[Cell]
    header_rows: list[int]
    title: str | None
    footer: str | None
    confidence: float | None
    box: Box | None
    kind: Literal["structured", "semi_structured"] | None
    continues: int | None = None


class Signature(Struct, frozen=True, kw_only=True, gc=False):
    """A signature that Textract saw."""

    page: int
    confidence: float | None
    box: Box | None


class Warning(Struct, frozen=True, kw_only=True, gc=False):
    """What was lost or odd in Textract's answer; `page` where it concerns one page."""

    code: str
    message: str
    page: int | None = None


class Content(Struct, frozen=True, kw_only=True, gc=False):
    """All that one page holds."""

    page: Page
    fields: list[Field]
    tables: list[Table]
    line_items: list[LineItem]
    signatures: list[Signature]
    warnings: list[Warning]
