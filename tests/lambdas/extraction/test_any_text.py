"""Whatever a document says, it shows as printed: no markup, no formula, no row or page too many."""

import csv
import io
import unicodedata
from collections.abc import Iterator

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from lambdas.extraction.csv_files import grid
from tests.lambdas.extraction.builders import Json, block, extraction, key_value, line, table
from tests.lambdas.extraction.graphs import TEXTS, pages

HOSTILE = st.sampled_from(
    [
        "![x](https://example.com/x.png)",
        "[click](javascript:alert(1))",
        "<script>alert(1)</script>",
        "<https://example.com>",
        "# heading",
        "---",
        "===",
        "```",
        "~~~",
        "    code",
        "> quote",
        "- item",
        "1. item",
        "1) item",
        "a | b",
        "[x]: https://example.com",
        "[^1]: note",
        "&lt;b&gt;",
        "&#60;b>",
        "**bold** _italic_ ~~gone~~",
        "a\\",
        "\\",
        "|",
        "| --- |",
        "- [x] done",
        "=HYPERLINK(1)",
        " =1+1",
        "\u200b@SUM(A1)",
        "+1+A1",
        "-1",
        "@SUM(A1)",
        "\tx",
        "\r\n\r\n# heading",
        "\f",
    ]
)
ANY_TEXT = HOSTILE | TEXTS | st.lists(HOSTILE | TEXTS, min_size=2, max_size=3).map(" ".join)
SHOWN = {"text", "softbreak", "paragraph_open", "paragraph_close", "inline", "text_special"}
PAIRS = {"bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"}
TABLE = {
    f"{tag}_{end}"
    for tag in ("table", "thead", "tbody", "tr", "th", "td")
    for end in ("open", "close")
}

FORMULA = set("=@＝＠")  # noqa: RUF001 (full-width signs begin a formula too)
SIGNED = set("+-＋－")  # noqa: RUF001

markdown_of = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
properties = settings(deadline=None, derandomize=True, database=None, max_examples=100)


def tokens(markdown: str) -> list[Token]:
    """Return what a reader of Markdown makes of a text, with what stands in its lines."""
    found = markdown_of.parse(markdown)
    return [each for token in found for each in (token, *(token.children or ()))]


def kinds(markdown: str) -> set[str]:
    return {token.type for token in tokens(markdown)}


def plain(text: str) -> str:
    """Return a text as we print it: control characters and white space as single spaces."""
    return " ".join(
        "".join(" " if ord(sign) < 32 or ord(sign) == 127 else sign for sign in text).split()
    )


def shown(markdown: str) -> list[str]:
    """Return what is to be read in each paragraph or cell."""
    return [
        "".join("\n" if each.type == "softbreak" else each.content for each in token.children or ())
        for token in markdown_of.parse(markdown)
        if token.type == "inline"
    ]


@properties
@given(texts=st.lists(ANY_TEXT, min_size=1, max_size=4))
def test_lines_are_a_paragraph_of_just_these_lines(texts: list[str]) -> None:
    lines = [{**line(text), "Id": str(number)} for number, text in enumerate(texts)]

    markdown = extraction(*lines).markdown

    printed = [plain(text) for text in texts]
    assert kinds(markdown) <= SHOWN
    assert "\n".join(shown(markdown)).split("\n") == [each for each in printed if each] or [""]


@properties
@given(name=ANY_TEXT, value=ANY_TEXT)
def test_a_pair_is_one_item_of_a_list(name: str, value: str) -> None:
    label, printed = plain(name).removesuffix(":"), plain(value)
    assume(label or printed)

    markdown = extraction(*a_pair(name, value)).markdown

    assert kinds(markdown) <= SHOWN | PAIRS | {"strong_open", "strong_close"}
    (item,) = [each for each in shown(markdown) if each != "Form fields"]
    assert item == (f"{label}: {printed}".strip() if label else printed)


def a_pair(name: str, value: str) -> list[Json]:
    return [
        block("WORD", "name", Text=name),
        block("WORD", "value", Text=value),
        *key_value(
            block("KEY_VALUE_SET", "k", CHILD=["name"]),
            block("KEY_VALUE_SET", "v", CHILD=["value"]),
        ),
    ]


@properties
@given(rows=st.lists(st.tuples(ANY_TEXT, ANY_TEXT), min_size=2, max_size=4), header=st.booleans())
def test_a_table_is_a_table_of_just_its_cells(rows: list[tuple[str, str]], header: bool) -> None:
    found = extraction(*a_table(rows, header=header))

    printed = [[plain(text) for text in row] for row in rows]
    assert kinds(found.markdown) <= SHOWN | TABLE
    cells = [each for each in shown(found.markdown) if each]
    assert cells == [text for row in printed for text in row if text]


def a_table(rows: list[tuple[str, str]], *, header: bool) -> list[Json]:
    """Return a table whose cells have one word each, the whole text."""
    blocks = table([["x", "x"] for _ in rows], header=header)
    words = [each for each in blocks if each["BlockType"] == "WORD"]
    for made, text in zip(words, (text for row in rows for text in row), strict=True):
        made["Text"] = text
    return blocks


@properties
@given(rows=st.lists(st.tuples(ANY_TEXT, ANY_TEXT), min_size=1, max_size=4))
def test_a_csv_parses_back_to_the_same_rows(rows: list[tuple[str, str]]) -> None:
    found = extraction(*a_table(rows, header=False))

    read = list(csv.reader(io.StringIO(found.files["tables/1.csv"], newline="")))
    texts = [text for row in read for text in row]
    printed = [text for row in grid(found.tables[0]) for text in row]
    assert [len(row) for row in read] == [2] * len(rows)
    # An apostrophe in front keeps a spreadsheet from running what is a formula.
    assert all(text in (each, f"'{each}") for text, each in zip(texts, printed, strict=True))
    assert not any(map(_runs, texts))


def _runs(text: str) -> bool:
    """Say whether a spreadsheet would take a text for a formula: a number with a sign is none."""
    calculates = any(sign.isalpha() or sign in "(!" for sign in text)
    first = next((sign for sign in text if unicodedata.category(sign)[0] not in "ZC"), "")
    return text[:1] in "\t\r\n" or first in FORMULA or (first in SIGNED and calculates)


@properties
@given(drawn=pages())
def test_any_page_has_its_lines_in_the_text_and_no_markup_of_its_own(
    drawn: list[list[Json]],
) -> None:
    found = extraction(*(each for page in drawn for each in page))

    assert found.text.count("\f") == len(found.pages) - 1
    assert found.text.count("\n") == sum(max(1, len(page.lines)) for page in found.pages)
    assert not kinds(found.markdown) & {
        *("html_block", "html_inline", "image", "link_open", "fence", "code_block"),
        *("code_inline", "blockquote_open", "hr", "ordered_list_open", "s_open"),
    }
    assert set(_headings(found.markdown)) <= {"h1", "h2", "h3"}


def _headings(markdown: str) -> Iterator[str]:
    return (token.tag for token in tokens(markdown) if token.type == "heading_open")


@properties
@given(drawn=pages())
def test_any_page_has_a_row_for_every_field_and_row_of_a_table(drawn: list[list[Json]]) -> None:
    found = extraction(*(each for page in drawn for each in page))

    fields = list(csv.DictReader(io.StringIO(found.files["fields.csv"], newline="")))
    assert len(fields) == len(found.fields)
    for number, table_ in enumerate(found.tables, start=1):
        rows = list(csv.reader(io.StringIO(found.files[f"tables/{number}.csv"], newline="")))
        assert {len(row) for row in rows} == {table_.columns}
