"""The usual libraries for Textract's answers load ours."""

from __future__ import annotations

from typing import Any

import pytest

from local.textract.engine import open_document, page_blocks
from tests.local.textract.engine.sheets import Sheet


@pytest.fixture(scope="module")
def response() -> dict[str, Any]:
    sheet = Sheet((800, 500)).text(60, 60, "Total due:").text(300, 60, "12.50")
    sheet.grid((60, 300, 500), (200, 260, 320))
    for x, y, text in ((80, 214, "Item"), (320, 214, "Price"), (80, 274, "Ink"), (320, 274, "9")):
        sheet.text(x, y, text)
    features = frozenset({"TABLES", "FORMS", "LAYOUT"})
    blocks = page_blocks(open_document(sheet.bytes()), 1, feature_types=features)
    return {"DocumentMetadata": {"Pages": 1}, "Blocks": blocks}


@pytest.mark.filterwarnings("ignore")
def test_textractor_loads_tables_and_key_values(response: dict[str, Any]) -> None:
    from textractor.parsers import response_parser

    document = response_parser.parse(response)

    assert len(document.tables) == 1
    assert [str(each.value) for each in document.key_values] == ["12.50"]


@pytest.mark.filterwarnings("ignore")
def test_the_response_parser_loads_tables_and_fields(response: dict[str, Any]) -> None:
    import trp

    page = trp.Document(response).pages[0]

    assert page.form.getFieldByKey("Total due:").value.text == "12.50"
    assert [[cell.text.strip() for cell in row.cells] for row in page.tables[0].rows] == [
        ["Item", "Price"],
        ["Ink", "9"],
    ]
