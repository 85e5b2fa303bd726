"""Made-up answers of Textract for long documents, in parts as it writes them to OutputConfig.

The pages have what recorded ones have: lines and words, forms with checkboxes, tables with titles
and merged cells, layout, queries, signatures; a fresh id and its own polygon for every block.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import msgspec

BLOCKS_A_PART = 1000  # Textract, GetDocumentAnalysis: the most blocks of one answer
LEFT, WIDTH = 0.1, 0.8  # of the page
LINE_HEIGHT = 0.006

# Textract's order of a page's blocks
ORDER = (
    *("PAGE", "LINE", "WORD", "TABLE", "CELL", "MERGED_CELL", "TABLE_TITLE", "SELECTION_ELEMENT"),
    *("KEY_VALUE_SET", "QUERY", "QUERY_RESULT", "SIGNATURE"),
    *("LAYOUT_TITLE", "LAYOUT_SECTION_HEADER", "LAYOUT_TEXT", "LAYOUT_KEY_VALUE", "LAYOUT_TABLE"),
)
OF_THE_PAGE = {"LINE", "TABLE", "KEY_VALUE_SET", "QUERY", "SIGNATURE", *ORDER[-5:]}
WORDS = (
    *("account", "address", "amount", "balance", "city", "date", "department", "employee"),
    *("period", "salary", "signed", "street", "the", "to", "total", "with"),
)

Block = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a page holds; every tenth key has a checkbox for its value."""

    text_lines: int
    words_a_line: int
    key_values: int
    tables: int
    rows: int
    columns: int
    queries: int = 1
    signatures: int = 0

    @property
    def blocks(self) -> int:
        """The number of a page's blocks."""
        return len(page(1, self))


# As many blocks as on the recorded pages after which they are made
LETTER = Shape(text_lines=2, words_a_line=10, key_values=12, tables=1, rows=4, columns=3)
PAYSLIP = Shape(
    text_lines=8,
    words_a_line=9,
    key_values=16,
    tables=7,
    rows=4,
    columns=5,
    queries=3,
    signatures=1,
)
FORM = Shape(
    text_lines=10,
    words_a_line=10,
    key_values=120,
    tables=2,
    rows=6,
    columns=5,
    queries=5,
    signatures=1,
)


def write_parts(folder: Path, shape: Shape, *, pages: int) -> list[Path]:
    """Write a document's answer as files `1`, `2`, ...; the same document every time."""
    blocks = (block for number in range(1, pages + 1) for block in page(number, shape))
    paths = []
    for number, part in enumerate(_batches(blocks), start=1):
        path = folder / str(number)
        path.write_bytes(msgspec.json.encode(_answer(part, pages)))
        paths.append(path)
    return paths


def page(number: int, shape: Shape) -> list[Block]:
    """Return the blocks of one page, in Textract's order; the same page every time."""
    random = Random(number)  # noqa: S311  (not a secret)
    pen = _Pen(number, random)
    pen.paragraph("LAYOUT_TITLE", lines=1, words=2)
    pen.paragraph("LAYOUT_SECTION_HEADER", lines=1, words=1)
    pen.paragraph("LAYOUT_TEXT", lines=shape.text_lines, words=shape.words_a_line)
    pen.form(shape.key_values)
    for _ in range(shape.tables):
        pen.table(shape.rows, shape.columns)
    for count in range(shape.queries):
        pen.query(f"What is the total of column {count + 1}?", alias=f"TOTAL_{count + 1}")
    for _ in range(shape.signatures):
        pen.signature()
    return pen.finished()


class _Pen:
    """Writes a page from the top downwards."""

    def __init__(self, number: int, random: Random) -> None:
        self._number = number
        self._random = random
        self._top = 0.02
        self._blocks: list[Block] = []

    def finished(self) -> list[Block]:
        blocks = sorted(self._blocks, key=lambda block: ORDER.index(block["BlockType"]))
        self._blocks = []
        children = [block["Id"] for block in blocks if block["BlockType"] in OF_THE_PAGE]
        self._block("PAGE", (0.0, 0.0, 1.0, 1.0), CHILD=children)
        del self._blocks[0]["Confidence"]
        return [*self._blocks, *blocks]

    def paragraph(self, layout: str, *, lines: int, words: int) -> None:
        top = self._top
        ids = [self._line([self._word() for _ in range(words)])[0] for _ in range(lines)]
        self._block(layout, (LEFT, top, WIDTH, self._top - top), CHILD=ids)

    def form(self, key_values: int) -> None:
        top = self._top
        lines = [self._key_value(checkbox=number % 10 == 9) for number in range(key_values)]
        self._block("LAYOUT_KEY_VALUE", (LEFT, top, WIDTH, self._top - top), CHILD=lines)

    def _key_value(self, *, checkbox: bool) -> str:
        top = self._top
        printed = [self._word(), f"{self._word()}:"]
        if checkbox:
            line, key_words = self._line(printed, width=WIDTH / 2)
            status = self._random.choice(("SELECTED", "NOT_SELECTED"))
            place = (LEFT + WIDTH / 2, top, LINE_HEIGHT, LINE_HEIGHT)
            value_children = [self._block("SELECTION_ELEMENT", place, SelectionStatus=status)]
        else:
            line, words = self._line([*printed, self._value()])
            key_words, value_children = words[:2], words[2:]
        value = self._block(
            "KEY_VALUE_SET",
            (LEFT + WIDTH / 2, top, WIDTH / 2, LINE_HEIGHT),
            EntityTypes=["VALUE"],
            CHILD=value_children,
        )
        self._block(
            "KEY_VALUE_SET",
            (LEFT, top, WIDTH / 2, LINE_HEIGHT),
            EntityTypes=["KEY"],
            VALUE=[value],
            CHILD=key_words,
        )
        return line

    def table(self, rows: int, columns: int) -> None:
        """Draw a table with a title; in its header row, the last two cells are merged."""
        title, words = self._line([self._word(), self._word()])
        title_place = (LEFT, self._top - LINE_HEIGHT, WIDTH, LINE_HEIGHT)
        title_id = self._block("TABLE_TITLE", title_place, CHILD=words)
        top, lines, cells = self._top, [title], list[str]()
        for row in range(1, rows + 1):
            for column in range(1, columns + 1):
                line, cell = self._cell(row, column, WIDTH / columns)
                lines.append(line)
                cells.append(cell)
            self._top += LINE_HEIGHT
        merged = self._block(
            "MERGED_CELL",
            (LEFT + WIDTH * (columns - 2) / columns, top, WIDTH * 2 / columns, LINE_HEIGHT),
            **_position(1, columns - 1, column_span=2),
            EntityTypes=["COLUMN_HEADER"],
            CHILD=cells[columns - 2 : columns],
        )
        place = (LEFT, top, WIDTH, self._top - top)
        self._block(
            "TABLE",
            place,
            EntityTypes=["STRUCTURED_TABLE"],
            CHILD=cells,
            MERGED_CELL=[merged],
            TABLE_TITLE=[title_id],
        )
        self._block("LAYOUT_TABLE", place, CHILD=lines)

    def _cell(self, row: int, column: int, width: float) -> tuple[str, str]:
        left = LEFT + (column - 1) * width
        printed = self._word() if row == 1 else self._value()
        line, words = self._write([printed], left=left, width=width * 0.9)
        header: dict[str, Any] = {"EntityTypes": ["COLUMN_HEADER"]} if row == 1 else {}
        place = (left, self._top, width, LINE_HEIGHT)
        cell = self._block("CELL", place, **_position(row, column), **header, CHILD=words)
        return line, cell

    def query(self, text: str, *, alias: str) -> None:
        place = (LEFT, 0.5, 0.1, LINE_HEIGHT)
        answer = self._block("QUERY_RESULT", place, Text=self._value())
        self._block("QUERY", None, Query={"Text": text, "Alias": alias}, ANSWER=[answer])
        del self._blocks[-1]["Confidence"]

    def signature(self) -> None:
        self._block("SIGNATURE", (0.5, 0.9, 0.3, 0.05))

    def _line(self, words: list[str], *, width: float = WIDTH) -> tuple[str, list[str]]:
        """Write a line below the one before; return its id and those of its words."""
        written = self._write(words, left=LEFT, width=width)
        self._top += LINE_HEIGHT
        return written

    def _write(self, words: list[str], *, left: float, width: float) -> tuple[str, list[str]]:
        step = width / len(words)
        ids = [
            self._block(
                "WORD",
                (left + index * step, self._top, 0.9 * step, LINE_HEIGHT),
                Text=word,
                TextType="PRINTED",
            )
            for index, word in enumerate(words)
        ]
        place = (left, self._top, width, LINE_HEIGHT)
        return self._block("LINE", place, Text=" ".join(words), CHILD=ids), ids

    def _value(self) -> str:
        """Return a value; each kind is as frequent as on recorded pages, of those not empty."""
        random = self._random
        match random.choices(("words", "name", "number", "date", "amount"), (35, 30, 18, 10, 7))[0]:
            case "name":
                return f"{self._word().title()} {random.randint(1, 99_999)}"
            case "number":
                return f"{random.randint(1, 9_999_999) / 100:,.2f}"
            case "date":
                return f"{random.randint(1, 12):02}/{random.randint(1, 28):02}/2026"
            case "amount":
                return f"${random.randint(1, 9_999_999) / 100:,.2f}"
        return self._word().title()

    def _word(self) -> str:
        return self._random.choice(WORDS)

    def _block(
        self, block_type: str, place: tuple[float, float, float, float] | None, **members: object
    ) -> str:
        """Add a block; members whose values are lists of ids, in capitals, are relationships."""
        id_ = self._id()
        relationships = [
            {"Type": name, "Ids": ids} for name, ids in members.items() if name.isupper() and ids
        ]
        block = {
            "BlockType": block_type,
            "Confidence": array("f", [self._random.uniform(60, 100)])[0],
            **({"Geometry": self._geometry(*place)} if place else {}),
            "Id": id_,
            **{name: value for name, value in members.items() if not name.isupper()},
            **({"Relationships": relationships} if relationships else {}),
            "Page": self._number,
        }
        self._blocks.append(block)
        return id_

    def _id(self) -> str:
        digits = f"{self._random.getrandbits(128):032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    def _geometry(self, left: float, top: float, width: float, height: float) -> Block:
        """Return a place, a little off, with as many digits as Textract's own 32-bit numbers."""
        noise = self._random.random() / 1000
        left, top = left + noise, top + noise
        right, bottom = left + width, top + height
        numbers = array("f", [left, top, right, bottom, width, height, right + noise / 7])
        left, top, right, bottom, width, height, slanted = numbers
        return {
            "BoundingBox": {"Width": width, "Height": height, "Left": left, "Top": top},
            "Polygon": [
                {"X": left, "Y": top},
                {"X": right, "Y": top},
                {"X": slanted, "Y": bottom},
                {"X": left, "Y": bottom},
            ],
        }


def _position(row: int, column: int, *, column_span: int = 1) -> dict[str, Any]:
    return {"RowIndex": row, "ColumnIndex": column, "RowSpan": 1, "ColumnSpan": column_span}


def _answer(blocks: list[Block], pages: int) -> dict[str, Any]:
    return {
        "DocumentMetadata": {"Pages": pages},
        "JobStatus": "SUCCEEDED",
        "Blocks": blocks,
        "AnalyzeDocumentModelVersion": "1.0",
    }


def _batches(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    remaining = iter(blocks)
    while batch := list(islice(remaining, BLOCKS_A_PART)):
        yield batch
