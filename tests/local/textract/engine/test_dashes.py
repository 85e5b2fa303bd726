"""A dash among figures is a word; other short strokes are not."""

from __future__ import annotations

from PIL import ImageFont

from local.textract.engine import open_document, page_blocks
from tests.local.textract.engine.sheets import Sheet

COLUMNS = (500, 800)  # px, where the figures end
ROWS = (
    ("Commercial paper", "1,996", "5,985"),
    ("Term debt", "-", "9,822"),
    ("Other liabilities", "42,310", "-"),
    ("Deferred revenue", "8,061", "-"),
)


def words(sheet: Sheet) -> list[str]:
    found = page_blocks(open_document(sheet.bytes()), 1)
    return [block["Text"] for block in found if block["BlockType"] == "WORD"]


def statement() -> Sheet:
    sheet = Sheet((900, 420))
    font = ImageFont.load_default(24)
    for row, (label, *figures) in enumerate(ROWS):
        sheet.text(60, 60 + 60 * row, label, size=24)
        for right, figure in zip(COLUMNS, figures, strict=True):
            sheet.draw.text((right, 60 + 60 * row), figure, fill="black", font=font, anchor="ra")
    return sheet


def test_a_dash_in_a_column_of_figures_is_a_word_in_its_row() -> None:
    assert words(statement()) == " ".join(" ".join(row) for row in ROWS).split()


def test_a_short_stroke_away_from_figures_is_no_word() -> None:
    sheet = statement()
    sheet.draw.rectangle((600, 75, 610, 77), fill="black")  # level with a row, in no column
    sheet.draw.rectangle((785, 360, 795, 362), fill="black")  # in a column, level with no row

    assert words(sheet).count("-") == 3


def test_a_page_strewn_with_strokes_has_no_dashes() -> None:
    sheet = Sheet((900, 420)).text(60, 60, "Term debt", size=24).text(440, 60, "5,985", size=24)
    for x in range(20, 880, 20):
        for y in range(110, 410, 10):
            sheet.draw.rectangle((x, y, x + 9, y + 2), fill="black")

    assert "-" not in words(sheet)
