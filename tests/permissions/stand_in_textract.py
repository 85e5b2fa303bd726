"""The local Textract without its OCR: permissions are the point, and keys say what goes wrong.

A document whose key says `throttled` is, the notice of a job whose document's key says `lost` is
never sent, and a file that holds the word `failing` cannot be read.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import tempfile
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any

from local.identity import Identity
from local.textract.errors import TextractError
from local.textract.operations import Textract
from local.textract.recognition import Result
from local.textract.server import Server

THROTTLED, LOST = b"throttled", b"lost"
FAILING = b"failing"


class ProvisionedThroughputExceededException(TextractError):
    message = "Provisioned rate exceeded"


class UnreadableDocument(Exception):
    code = "BadDocumentException"


@dataclass(frozen=True, kw_only=True)
class Page:
    """Every document has one page with one line, whatever it holds."""

    kind: str = "PDF"
    page_count: int = 1


class Engine:
    """What `local.textract.engine` offers, at no cost."""

    UnreadableDocument: type[Exception] = UnreadableDocument
    Query: Callable[..., Any] = dict

    def open_document(self, data: bytes) -> Page:
        if FAILING in data:
            raise UnreadableDocument("the document is damaged")
        return Page()

    def page_blocks(self, document: Page, page: int, **_: object) -> list[Result]:
        word = _block("WORD", page, Text="Paid", TextType="PRINTED")
        line = _block("LINE", page, Text="Paid", Relationships=[_children(word)])
        return [_block("PAGE", page, Relationships=[_children(line)]), line, word]

    def expense_document(self, document: Page, page: int) -> Result:
        return {"ExpenseIndex": page, "SummaryFields": [], "LineItemGroups": [], "Blocks": []}

    def identity_document(self, document: Page, page: int) -> Result:
        return {"DocumentIndex": page, "IdentityDocumentFields": [], "Blocks": []}

    def lending_result(self, document: Page, page: int) -> Result:
        guess = [{"Value": "UNCLASSIFIED", "Confidence": 99.0}]
        return {
            "Page": page,
            "PageClassification": {"PageType": guess, "PageNumber": guess},
            "Extractions": [],
        }

    def part(self, document: Page, pages: Sequence[int]) -> bytes:
        return b"part"


class StandIn(Textract):
    """The local Textract that is told by keys to behave badly."""

    def answer(
        self, operation: str, body: bytes, *, caller: Identity, channel: Identity
    ) -> dict[str, Any]:
        if THROTTLED in body:
            raise ProvisionedThroughputExceededException
        if LOST in body:
            parameters = json.loads(body)
            parameters.pop("NotificationChannel", None)
            body = json.dumps(parameters).encode()
        return super().answer(operation, body, caller=caller, channel=channel)


def _block(kind: str, page: int, **members: object) -> Result:
    box = {"Left": 0.1, "Top": 0.1, "Width": 0.8, "Height": 0.1}
    corners = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.2), (0.1, 0.2))
    return {
        "BlockType": kind,
        "Id": str(uuid.uuid4()),
        "Page": page,
        "Confidence": 99.0,
        "Geometry": {"BoundingBox": box, "Polygon": [{"X": x, "Y": y} for x, y in corners]},
        **members,
    }


def _children(*blocks: Result) -> dict[str, Any]:
    return {"Type": "CHILD", "Ids": [block["Id"] for block in blocks]}


def main() -> None:
    """Serve until SIGTERM."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(message)s")
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with tempfile.TemporaryDirectory(prefix="papertray-stand-in-") as directory:
        server = Server(
            ("127.0.0.1", 0),
            StandIn(
                load_engine=Engine,
                directory=Path(directory),
                a2i_url=os.environ.get("PAPERTRAY_A2I_URL"),
            ),
        )
        Thread(target=server.serve_forever, name="http", daemon=True).start()
        sys.stdout.write(f"Textract is ready at {server.url}\n")
        sys.stdout.flush()
        stop.wait()
        server.close()


if __name__ == "__main__":
    main()
