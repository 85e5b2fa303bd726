"""The readers that are compared, each as a function from a page to an answer in Textract's JSON."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import Any, Literal

import cv2
from msgspec import Struct

from local.textract.engine import (
    Document,
    Query,
    expense_document,
    identity_document,
    page_blocks,
)

Block = dict[str, Any]
Answer = dict[str, Any]
Quad = Sequence[Sequence[float]]
Named = tuple[str, Quad]
Operation = Literal["AnalyzeDocument", "AnalyzeExpense", "AnalyzeID"]


class Task(Struct, frozen=True, kw_only=True):
    """A page to read with an operation of Textract; AnalyzeDocument is told what to look for."""

    path: str
    page: int
    operation: Operation
    features: list[str] = []
    questions: list[str] = []


def papertray(document: Document, task: Task) -> Answer:
    match task.operation:
        case "AnalyzeDocument":
            features = frozenset(task.features)
            queries = [Query(question) for question in task.questions]
            blocks = page_blocks(document, task.page, feature_types=features, queries=queries)
            return {"Blocks": blocks}
        case "AnalyzeExpense":
            return {"ExpenseDocuments": [expense_document(document, task.page)]}
        case "AnalyzeID":
            side = identity_document(document, task.page)
            return {"IdentityDocuments": [{**side, "DocumentIndex": task.page}]}


def rapidocr(document: Document, task: Task) -> Answer:
    """RapidOCR as it comes; of words it tells the boxes too."""
    picture = document.picture(task.page)
    found = _rapidocr()(picture, return_word_box=True)
    lines = zip(found.txts, found.boxes, strict=True) if found.txts else ()
    words = [(text, quad) for line in found.word_results for text, _, quad in line]
    return {"Blocks": text_blocks(lines, words, task.page, picture.shape[:2])}


def tesseract(document: Document, task: Task) -> Answer:
    picture = document.picture(task.page)
    encoded = cv2.imencode(".png", picture)[1].tobytes()
    command = [_tesseract(), "stdin", "stdout", "tsv"]
    done = subprocess.run(command, input=encoded, capture_output=True, check=True)
    lines, words = tesseract_lines(done.stdout.decode())
    return {"Blocks": text_blocks(lines, words, task.page, picture.shape[:2])}


def text_blocks(
    lines: Iterable[Named], words: Iterable[Named], page: int, size: tuple[int, ...]
) -> list[Block]:
    """Return blocks, of corners in pixels of a page of this `size`, the height first."""
    return [
        {
            "BlockType": kind,
            "Id": f"{kind} {number}",
            "Page": page,
            "Text": text,
            "Geometry": {"BoundingBox": _bounding_box(quad, *size)},
        }
        for kind, texts in (("LINE", lines), ("WORD", words))
        for number, (text, quad) in enumerate(texts)
    ]


def tesseract_lines(table: str) -> tuple[list[Named], list[Named]]:
    """Return lines and words with their corners, from Tesseract's table of what it found."""
    rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    found = [row for row in rows if row["level"] == "5" and row["text"].strip()]
    lines: list[Named] = []
    words: list[Named] = []
    for _, line in groupby(
        found, key=lambda row: (row["block_num"], row["par_num"], row["line_num"])
    ):
        named = [(row["text"], _quad(row)) for row in line]
        corners = [corner for _, quad in named for corner in quad]
        lines.append((" ".join(text for text, _ in named), corners))
        words += named
    return lines, words


ENGINES: dict[str, Callable[[Document, Task], Answer]] = {
    "papertray": papertray,
    "rapidocr": rapidocr,
    "tesseract": tesseract,
}


def is_installed(engine: str) -> bool:
    return engine != "tesseract" or shutil.which("tesseract") is not None


def _bounding_box(quad: Quad, height: int, width: int) -> dict[str, float]:
    xs, ys = ([float(corner[axis]) for corner in quad] for axis in (0, 1))
    return {
        "Left": min(xs) / width,
        "Top": min(ys) / height,
        "Width": (max(xs) - min(xs)) / width,
        "Height": (max(ys) - min(ys)) / height,
    }


def _quad(row: dict[str, str]) -> Quad:
    left, top, width, height = (float(row[name]) for name in ("left", "top", "width", "height"))
    return [(left, top), (left + width, top + height)]


@cache
def _rapidocr() -> Callable[..., Any]:
    from rapidocr import RapidOCR  # noqa: PLC0415  (only where it is compared)

    engine: Callable[..., Any] = RapidOCR(params={"Global.log_level": "error"})
    return engine


def _tesseract() -> str:
    path = shutil.which("tesseract")
    if path is None:
        raise RuntimeError("Tesseract is not installed: there is no program `tesseract`.")
    return path
