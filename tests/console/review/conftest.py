"""The review page in a real browser, on the real functions, with moto for AWS."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from threading import RLock
from typing import Any

import msgspec
import pytest
from moto.core.botocore_stubber import BotocoreStubber
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, BrowserContext, Page

from console.review.desk import Desk
from console.review.documents import Reviews
from console.stack import Deployed
from lambdas.documents import Document
from lambdas.extraction.answers import decode_part
from lambdas.handlers import review
from lambdas.messages import review_notice
from lambdas.pipeline.analyze import analyze
from lambdas.pipeline.finish import finish
from lambdas.pipeline.reconcile import reconcile
from lambdas.review.rules import FieldRule, ReviewRules
from tests.browser import browser
from tests.documents import pdf
from tests.lambdas.conftest import connected, deployed, session, world
from tests.lambdas.world import PROFILES, RESULTS, TABLE, UPLOADS, World
from tests.serving import served

__all__ = ["connected", "deployed", "session", "world"]

PROFILE = "forms"
RULES = ReviewRules(min_confidence=90, fields=(FieldRule(name="Signed on", required=True),))
SIZE = (800, 1000)  # pixels of the picture
SECONDS = 30  # that the function has


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A key and its value as Textract tells them, in a row of its own."""

    name: str
    value: str
    confidence: float = 99.0
    page: int = 1


class InProcess:
    """Lambda's `invoke` for the function `review`, without the way to it."""

    def get_remaining_time_in_millis(self) -> int:
        return SECONDS * 1000

    def invoke(self, *, FunctionName: str, Payload: str) -> dict[str, Any]:
        assert FunctionName == "review"
        return {
            "Payload": io.BytesIO(json.dumps(review.handler(json.loads(Payload), self)).encode())
        }


class Office:
    """Where documents wait, reviewers sit at their pages, and answers are worked in."""

    def __init__(self, world: World, chromium: Browser) -> None:
        self.world = world
        self.asks(RULES)
        self._chromium = chromium
        self._open = ExitStack()

    def close(self) -> None:
        self._open.close()

    def receives(self, *pairs: Pair, key: str = "forms/a.png") -> Document:
        """Take in a form with these pairs, as the pipeline does."""
        work = self.world.work(key, content=_picture(pairs))
        self.world.textract.says("AnalyzeDocument", _answer(pairs))
        analyze(work, self.world.services, self.world.patience())
        return work.document

    def receives_pages(self, *pairs: Pair, pages: int, key: str = "forms/a.pdf") -> Document:
        """Take in a document of many pages."""
        work = self.world.work(key, content=pdf(pages), pages=pages)
        part = decode_part(json.dumps(_answer(pairs, pages)).encode())
        finish(work, [part], self.world.services, job_id="job")
        return work.document

    def asks(self, rules: ReviewRules) -> None:
        """Ask people by these rules from now on."""
        asking = msgspec.structs.replace(PROFILES[PROFILE], review=rules)
        self.world = self.world.reconfigured(profiles={**PROFILES, PROFILE: asking})

    def reviewer(
        self,
        name: str = "jane",
        *,
        width: int = 1280,
        height: int = 800,
        locale: str = "en-US",
        timezone_id: str = "UTC",
    ) -> Page:
        """Sit a reviewer down at the list of a console of their own."""
        desk = Desk(client=InProcess(), function="review", reviewer=name, session=f"{name}-session")
        link = self._open.enter_context(served(self.reviews(), desk))
        context = self._chromium.new_context(
            viewport={"width": width, "height": height}, locale=locale, timezone_id=timezone_id
        )
        self._open.callback(context.close)
        return _strict_page(context, link)

    def reviews(self) -> Reviews:
        """What a console of its own sees of the stack."""
        clients: Callable[[str], Any] = lambda service: {  # noqa: E731
            "s3": self.world.s3,
            "dynamodb": self.world.dynamodb,
        }[service]
        deployed = Deployed(uploads_bucket=UPLOADS, results_bucket=RESULTS, table=TABLE)
        return Reviews(deployed, clients)

    def works_in_the_answers(self) -> None:
        """Let `reconcile` have all messages that wait for it."""
        for body in self.world.messages(self.world.settings.answers_queue_url):
            reconcile(review_notice(body), self.world.services, self.world.patience())

    def fields(self, document: Document) -> dict[str, dict[str, Any]]:
        """The fields of the result, by name."""
        result = json.loads(self.world.result(document, "document.json"))
        return {field["name"]: field for field in result["fields"]}


def _strict_page(context: BrowserContext, link: str) -> Page:
    """Open the page; whatever its console complains of fails the test."""
    page = context.new_page()
    page.on("pageerror", _complain)
    page.goto(link)
    page.wait_for_selector("body[data-listed]")
    return page


def _complain(error: object) -> None:
    raise AssertionError(f"the page complains: {error}")


@pytest.fixture(autouse=True)
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let moto answer one thread at a time: its tables fail under a page that asks for several."""
    lock, answer = RLock(), BotocoreStubber.__call__

    def in_turn(self: BotocoreStubber, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        with lock:
            return answer(self, *args, **kwargs)

    monkeypatch.setattr(BotocoreStubber, "__call__", in_turn)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One at a time: Playwright runs once in a process, and other rooms have their own."""
    with browser() as running:
        yield running


@pytest.fixture
def office(deployed: World, chromium: Browser) -> Iterator[Office]:
    opened = Office(deployed, chromium)
    yield opened
    opened.close()


def opened(page: Page) -> Page:
    """Open the first document of the list."""
    page.locator("#waiting a").first.press("Enter")
    page.wait_for_selector("body[data-ready]")
    return page


def form(count: int, *, doubtful: int | None = None) -> list[Pair]:
    """Return `count` pairs; Textract is unsure of the first `doubtful`, or of all."""
    unsure = count if doubtful is None else doubtful
    return [
        Pair(name=f"Field {n}", value=f"value {n}", confidence=50.0 + n % 30 if n <= unsure else 99)
        for n in range(1, count + 1)
    ]


def _picture(pairs: tuple[Pair, ...]) -> bytes:
    picture = Image.new("L", SIZE, 255)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(12)
    for row, pair in enumerate(pairs):
        _, top, _, _ = _box(row, len(pairs), is_value=False)
        draw.text((80, top * SIZE[1]), pair.name, fill=0, font=font)
        draw.text((400, top * SIZE[1]), pair.value, fill=0, font=font)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _box(row: int, rows: int, *, is_value: bool) -> tuple[float, float, float, float]:
    height = min(0.9 / max(rows, 1), 0.03)
    return 0.5 if is_value else 0.1, 0.05 + row * height, 0.3, height * 0.8


def _answer(pairs: tuple[Pair, ...], pages: int = 1) -> dict[str, Any]:
    blocks: list[dict[str, Any]] = [
        {"BlockType": "PAGE", "Id": f"page-{page}", "Page": page} for page in range(1, pages + 1)
    ]
    for row, pair in enumerate(pairs):
        key, value = _box(row, len(pairs), is_value=False), _box(row, len(pairs), is_value=True)
        words = {"k": pair.name.split(), "v": pair.value.split()}
        blocks += [
            _block(
                "KEY_VALUE_SET", f"{row}-k", pair, key, words["k"], entity="KEY", value=f"{row}-v"
            ),
            _block("KEY_VALUE_SET", f"{row}-v", pair, value, words["v"], entity="VALUE"),
            *(
                {**_block("WORD", f"{row}-{side}-{n}", pair, key, []), "Text": text}
                for side, texts in words.items()
                for n, text in enumerate(texts)
            ),
        ]
    return {
        "DocumentMetadata": {"Pages": pages},
        "Blocks": blocks,
        "AnalyzeDocumentModelVersion": "1.0",
    }


def _block(
    kind: str,
    id_: str,
    pair: Pair,
    box: tuple[float, float, float, float],
    words: list[str],
    *,
    entity: str | None = None,
    value: str | None = None,
) -> dict[str, Any]:
    sides = dict(zip(("Left", "Top", "Width", "Height"), box, strict=True))
    related = [{"Type": "CHILD", "Ids": [f"{id_}-{n}" for n in range(len(words))]}]
    related += [{"Type": "VALUE", "Ids": [value]}] if value else []
    return {
        "BlockType": kind,
        "Id": id_,
        "Page": pair.page,
        "Confidence": pair.confidence,
        "Geometry": {"BoundingBox": sides},
        "Relationships": related,
        **({"EntityTypes": [entity]} if entity else {}),
    }
