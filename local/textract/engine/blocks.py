"""Write what was found on a page as Textract's blocks, in Textract's order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

import numpy as np

from local.textract.engine.findings import (
    Answer,
    Checkbox,
    Findings,
    KeyValue,
    Merge,
    Region,
    Signature,
    Table,
)
from local.textract.engine.geometry import Box, Quad, around, transformed
from local.textract.engine.reading import Page
from local.textract.engine.text import Line, Word, box_of, row_wise, text_of

Block = dict[str, Any]


def wire_blocks(page: Page, number: int, findings: Findings) -> list[Block]:
    """Return the blocks of one page: PAGE, LINEs, WORDs, SELECTION_ELEMENTs, TABLEs, KEYs ..."""
    return _Writer(page, number).write(findings)


def geometry(page: Page, quad: Quad) -> dict[str, Any]:
    """A place in level pixels as Textract tells it."""
    return page_geometry(page, transformed(quad, page.to_page))


def page_geometry(page: Page, quad: Quad) -> dict[str, Any]:
    """A place in pixels of the page as it came, as fractions of that page."""
    corners = [
        (min(max(x / page.width, 0.0), 1.0), min(max(y / page.height, 0.0), 1.0)) for x, y in quad
    ]
    box = around(corners)
    return {
        "BoundingBox": {
            "Width": float32(box.width),
            "Height": float32(box.height),
            "Left": float32(box.left),
            "Top": float32(box.top),
        },
        "Polygon": [{"X": float32(x), "Y": float32(y)} for x, y in corners],
    }


def float32(value: float) -> float:
    """Textract computes in single precision and prints in double."""
    return float(np.float32(value))


class _Writer:
    """Holds which block stands for which word, line and checkbox."""

    def __init__(self, page: Page, number: int) -> None:
        self.page = page
        self.number = number
        self.words = {word: self._word(word) for word in page.words}
        self.lines = {line: self._line(line) for line in page.lines}
        self.checkboxes: dict[Checkbox, Block] = {}
        self.children: dict[Word | Checkbox, Block] = dict(self.words.items())

    def write(self, findings: Findings) -> list[Block]:
        self.checkboxes = {each: self._checkbox(each) for each in findings.checkboxes}
        self.children.update(self.checkboxes.items())
        tables = [block for table in findings.tables for block in self._table(table)]
        pairs = [block for pair in findings.key_values for block in self._key_value(pair)]
        answers = [block for answer in findings.answers for block in self._answer(answer)]
        signed = [self._signature(signature) for signature in findings.signatures]
        regions = [self._region(region) for region in findings.regions]
        children = [
            *self.lines.values(),
            *(block for block in tables if block["BlockType"] == "TABLE"),
            *(pairs + answers + signed + regions),
        ]
        page = Box(left=0, top=0, right=self.page.width, bottom=self.page.height)
        whole: Block = {
            "BlockType": "PAGE",
            "Geometry": page_geometry(self.page, page.quad),
            "Id": str(uuid4()),
            **_relationships(CHILD=_ids(children)),
            "Page": self.number,
        }
        text = [*self.lines.values(), *self.words.values(), *self.checkboxes.values()]
        return [whole, *text, *tables, *pairs, *answers, *signed, *regions]

    def _block(self, kind: str, quad: Quad, confidence: float, **more: object) -> Block:
        return {
            "BlockType": kind,
            "Confidence": float32(confidence),
            **more,
            "Geometry": geometry(self.page, quad),
            "Id": str(uuid4()),
            "Page": self.number,
        }

    def _word(self, word: Word) -> Block:
        return self._block("WORD", word.quad, word.confidence, Text=word.text, TextType="PRINTED")

    def _line(self, line: Line) -> Block:
        block = self._block("LINE", line.quad, line.confidence, Text=line.text)
        return block | _relationships(CHILD=self._inside(line.words))

    def _checkbox(self, checkbox: Checkbox) -> Block:
        status = "SELECTED" if checkbox.selected else "NOT_SELECTED"
        return self._block(
            "SELECTION_ELEMENT", checkbox.box.quad, checkbox.confidence, SelectionStatus=status
        )

    def _inside(self, words: Iterable[Word], checkboxes: Iterable[Checkbox] = ()) -> list[str]:
        return _ids(self.words[word] for word in words) + _ids(
            self.checkboxes[checkbox] for checkbox in checkboxes
        )

    def _table(self, table: Table) -> list[Block]:
        inside = defaultdict(list)
        for child in self.children:
            inside[table.place(child.box)].append(child)
        cells = {
            (row, column): self._cell(table, row, column, inside[row, column])
            for row in range(1, table.rows + 1)
            for column in range(1, table.columns + 1)
        }
        merged = [self._merged(table, merge, cells) for merge in table.merges]
        titles = [self._caption("TABLE_TITLE", table.title)] if table.title else []
        footers = [self._caption("TABLE_FOOTER", table.footer)] if table.footer else []
        block = self._block(
            "TABLE", table.box.quad, table.confidence, EntityTypes=["STRUCTURED_TABLE"]
        )
        links = _relationships(
            CHILD=_ids(cells.values()),
            MERGED_CELL=_ids(merged),
            TABLE_TITLE=_ids(titles),
            TABLE_FOOTER=_ids(footers),
        )
        return [block | links, *cells.values(), *merged, *titles, *footers]

    def _cell(
        self, table: Table, row: int, column: int, inside: Sequence[Word | Checkbox]
    ) -> Block:
        box = table.cell(row, column)
        kind = {"EntityTypes": [table.kinds[row]]} if row in table.kinds else {}
        place = {"RowIndex": row, "ColumnIndex": column, "RowSpan": 1, "ColumnSpan": 1}
        block = self._block("CELL", box.quad, table.confidence, **place, **kind)
        return block | _relationships(CHILD=_ids(self.children[each] for each in row_wise(inside)))

    def _merged(self, table: Table, merge: Merge, cells: dict[tuple[int, int], Block]) -> Block:
        box = table.cell(merge.row, merge.column, merge.row_span, merge.column_span)
        kind = {"EntityTypes": [table.kinds[merge.row]]} if merge.row in table.kinds else {}
        children = [
            cells[row, column]
            for row in range(merge.row, merge.row + merge.row_span)
            for column in range(merge.column, merge.column + merge.column_span)
        ]
        place = {
            "RowIndex": merge.row,
            "ColumnIndex": merge.column,
            "RowSpan": merge.row_span,
            "ColumnSpan": merge.column_span,
        }
        block = self._block("MERGED_CELL", box.quad, table.confidence, **place, **kind)
        return block | _relationships(CHILD=_ids(children))

    def _caption(self, kind: str, line: Line) -> Block:
        block = self._block(kind, line.quad, line.confidence)
        return block | _relationships(CHILD=self._inside(line.words))

    def _key_value(self, pair: KeyValue) -> tuple[Block, Block]:
        kind, sure = "KEY_VALUE_SET", pair.confidence
        value_box = box_of(pair.value) if pair.value else pair.value_box
        marks = [pair.checkbox] if pair.checkbox else []
        value = self._block(kind, value_box.quad, sure, EntityTypes=["VALUE"])
        value |= _relationships(CHILD=self._inside(pair.value, marks))
        key = self._block(kind, box_of(pair.key).quad, sure, EntityTypes=["KEY"])
        key |= _relationships(VALUE=[value["Id"]], CHILD=self._inside(pair.key))
        return key, value

    def _answer(self, answer: Answer) -> list[Block]:
        query = {"Text": answer.query.text}
        if answer.query.alias is not None:
            query["Alias"] = answer.query.alias
        asked: Block = {"BlockType": "QUERY", "Id": str(uuid4()), "Query": query}
        if not answer.words:
            return [asked | {"Page": self.number}]
        quad, text = box_of(answer.words).quad, text_of(answer.words)
        result = self._block("QUERY_RESULT", quad, answer.confidence, Text=text)
        return [asked | _relationships(ANSWER=[result["Id"]]) | {"Page": self.number}, result]

    def _signature(self, signature: Signature) -> Block:
        return self._block("SIGNATURE", signature.box.quad, signature.confidence)

    def _region(self, region: Region) -> Block:
        block = self._block(region.kind, region.box.quad, region.confidence)
        return block | _relationships(CHILD=_ids(self.lines[line] for line in region.lines))


def _ids(blocks: Iterable[Block]) -> list[str]:
    return [block["Id"] for block in blocks]


def _relationships(**ids: Sequence[str]) -> dict[str, Any]:
    """Only those that lead somewhere: Textract sends no empty relationships."""
    found = [{"Type": kind, "Ids": list(those)} for kind, those in ids.items() if those]
    return {"Relationships": found} if found else {}
