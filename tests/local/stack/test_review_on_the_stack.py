"""Review on the deployed template, each way in a real browser: what people correct comes back."""

from __future__ import annotations

import csv
import io
import json
import re
import secrets
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, Page, expect

from console.documents import plain
from console.review.desk import Desk as ReviewDesk
from console.review.documents import Reviews
from local.stack import LocalStack, local_stack
from tests.browser import browser
from tests.local.stack.conftest import Desk, until
from tests.serving import served

pytestmark = pytest.mark.local

CONFIGURATION = """
[profiles.builtin]
prefix = "builtin/"
operation = "AnalyzeDocument"
feature_types = ["FORMS"]

[profiles.builtin.review]
min_confidence = 100
fields = [{ name = "Signed on", required = true }]

[profiles.loop]
prefix = "loop/"
operation = "AnalyzeDocument"
feature_types = ["FORMS"]

[profiles.loop.review]
by = "a2i"
min_confidence = 100
fields = [{ name = "Signed on", required = true }]

[profiles.textract]
prefix = "textract/"
operation = "AnalyzeDocument"
feature_types = ["FORMS"]

[profiles.textract.review]
by = "a2i-textract"
min_confidence = 100
fields = [{ name = "Signed on", required = true }]

[a2i]
workteam = "arn:aws:sagemaker:us-east-1:000000000000:workteam/private-crowd/clerks"
"""
LINES = ("Name: Jane Doe", "Town: Exampleville", "Total due: 42.00")


@pytest.fixture(scope="module")
def reviewing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    path = tmp_path_factory.mktemp("configuration") / "papertray.toml"
    path.write_text(CONFIGURATION)
    with local_stack(configuration=path, progress=lambda _: None) as stack:
        yield stack


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture
def office(reviewing: LocalStack, tmp_path: Path) -> Office:
    return Office(reviewing, tmp_path)


class Office(Desk):
    """Where documents wait for people."""

    def __init__(self, local: LocalStack, folder: Path) -> None:
        super().__init__(local, folder)
        self._events = self._queue_of_events()

    def receives(self, key: str) -> str:
        """Put a form in, and return its id when it waits for people."""
        outcome = self.read({key: form()})[key]
        assert outcome.status == "IN_REVIEW", outcome.reason
        return outcome.submitted.document_id

    def console(self, reviewer: str) -> AbstractContextManager[str]:
        """Serve the review page to `reviewer`; the context is the link to it."""
        aws, function = self.local.aws, self.local.outputs["ReviewFunction"]
        desk = ReviewDesk(
            client=aws.client("lambda"),
            function=function,
            reviewer=reviewer,
            session=secrets.token_hex(8),
        )
        return served(Reviews(self.deployed, aws.client), desk)

    def a2i(self, method: str, path: str) -> dict[str, Any]:
        """Ask the local A2I what no API of AWS can be asked."""
        url = f"{self.local.aws.a2i_url}/_papertray/{path}"
        body = b"" if method == "POST" else None
        asked = urllib.request.Request(url, method=method, data=body)  # noqa: S310
        with urllib.request.urlopen(asked) as answer:  # noqa: S310
            told: dict[str, Any] = json.load(answer)
        return told

    def item(self, document_id: str) -> dict[str, Any]:
        return self._items(document_id)["DOCUMENT"]

    def until_it_is(self, status: str, document_id: str) -> None:
        until(lambda: self.item(document_id)["status"] == status, wanted=f"it is {status}")

    def result(self, document_id: str, name: str) -> bytes:
        key = f"results/{document_id}/{name}"
        found = self.local.aws.client("s3").get_object(Bucket=self.deployed.results_bucket, Key=key)
        return bytes(found["Body"].read())

    def event(self, document_id: str, detail_type: str) -> dict[str, Any]:
        """Wait for an event of a document, and return its detail."""
        found: list[dict[str, Any]] = []

        def has_come() -> bool:
            found.extend(
                each["detail"]
                for each in self._told()
                if each["detail-type"] == detail_type
                and each["detail"]["document_id"] == document_id
            )
            return bool(found)

        until(has_come, wanted=f"{detail_type} of {document_id}")
        return found[0]

    def shows(self, document_id: str, name: str, value: str, *, instead_of: str) -> None:
        """Assert that document, table and CSV tell a correction and where it comes from."""
        document = json.loads(self.result(document_id, "document.json"))
        assert (document["revision"], document["review"]["status"]) == (2, "ANSWERED")
        (field,) = (each for each in document["fields"] if each["name"] == name)
        assert (field["value"], field["source"]) == (value, "human")
        assert field["reviewed"]["previous_value"] == instead_of
        assert field["reviewed"]["by"] == document["review"]["reviewers"]
        before = json.loads(self.result(document_id, "revisions/1/document.json"))
        assert instead_of in {each["value"] for each in before["fields"]}
        rows = csv.DictReader(io.StringIO(self.result(document_id, "fields.csv").decode()))
        (row,) = (row for row in rows if row["name"] == name)
        assert (row["value"], row["source"], row["previous_value"]) == (value, "human", instead_of)
        items = [each for each in self._items(document_id).values() if each.get("name") == name]
        assert [(each["value"], each["source"]) for each in items] == [(value, "human")]
        assert value in self.result(document_id, "document.md").decode()

    def _items(self, document_id: str) -> dict[str, dict[str, Any]]:
        answer = self.local.aws.client("dynamodb").query(
            TableName=self.deployed.table,
            KeyConditionExpression="document_id = :id",
            ExpressionAttributeValues={":id": {"S": document_id}},
        )
        return {item["item"]: {**item} for item in map(plain, answer["Items"])}

    def _told(self) -> list[dict[str, Any]]:
        sqs = self.local.aws.client("sqs")
        got = sqs.receive_message(
            QueueUrl=self._events, MaxNumberOfMessages=10, WaitTimeSeconds=1, VisibilityTimeout=1
        )
        return [json.loads(each["Body"]) for each in got.get("Messages", [])]

    def _queue_of_events(self) -> str:
        """Return the URL of a queue of its own with all that Papertray tells from now on."""
        name = f"events-{secrets.token_hex(4)}"
        sqs, events = self.local.aws.client("sqs"), self.local.aws.client("events")
        url = str(sqs.create_queue(QueueName=name)["QueueUrl"])
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        events.put_rule(Name=name, EventPattern=json.dumps({"source": ["papertray"]}))
        target = {"Id": "queue", "Arn": arn["Attributes"]["QueueArn"]}
        events.put_targets(Rule=name, Targets=[target])
        return url


def test_a_reviewer_corrects_a_document_at_the_console(office: Office, chromium: Browser) -> None:
    document_id = office.receives("builtin/a form.png")
    asked = office.event(document_id, "Document Review Requested")
    assert asked["review"]["by"] == "builtin"
    assert set(asked["review"]["rules"]) == {"min_confidence", "required"}

    with office.console("jane") as link:
        page = _opened(chromium, link)
        page.locator("#waiting a").first.press("Enter")
        page.wait_for_selector("body[data-ready]")
        page.get_by_label("Signed on", exact=True).fill("May 5, 2026")
        page.get_by_label(re.compile("^Town")).fill("Sampleton")
        page.keyboard.press("Control+Enter")
        page.get_by_role("button", name=re.compile("submit$")).click()
        expect(page.locator("#message")).to_contain_text("handed in")

    office.until_it_is("COMPLETED", document_id)
    office.shows(document_id, _town(office, document_id), "Sampleton", instead_of="Exampleville")
    fields = json.loads(office.result(document_id, "document.json"))["fields"]
    assert {"Signed on": "May 5, 2026"}.items() <= {f["name"]: f["value"] for f in fields}.items()
    review = office.event(document_id, "Document Completed")["review"]
    assert (review["status"], review["by"], review["added"]) == ("ANSWERED", "builtin", 1)


def test_a_worker_corrects_a_document_in_a_task_of_ours(office: Office, chromium: Browser) -> None:
    document_id = office.receives("loop/a form.png")

    page = _task_of(office, document_id, chromium)
    page.get_by_label("Signed on").fill("May 5, 2026")
    page.get_by_label(re.compile("^Town")).fill("Sampleton")
    page.get_by_role("button", name="Submit").click()

    office.until_it_is("COMPLETED", document_id)
    office.shows(document_id, _town(office, document_id), "Sampleton", instead_of="Exampleville")
    assert office.event(document_id, "Document Completed")["review"]["by"] == "a2i"


def test_a_worker_corrects_a_document_in_a_task_of_textracts(
    office: Office, chromium: Browser
) -> None:
    document_id = office.receives("textract/a form.png")
    assert json.loads(office.result(document_id, "document.json"))["review"]["reasons"]

    page = _task_of(office, document_id, chromium)
    page.get_by_label(re.compile("^Town")).fill("Sampleton")
    page.get_by_role("button", name="Submit").click()

    office.until_it_is("COMPLETED", document_id)
    office.shows(document_id, _town(office, document_id), "Sampleton", instead_of="Exampleville")
    assert office.event(document_id, "Document Completed")["review"]["by"] == "a2i-textract"


@pytest.mark.parametrize("way", ["loop", "textract"])
def test_a_loop_that_fails_is_seen_and_taken_up_at_the_console(
    office: Office, chromium: Browser, way: str
) -> None:
    document_id = office.receives(f"{way}/a lost form.png")

    office.a2i("POST", f"human-loops/{document_id}/expire")

    office.until_it_is("FAILED", document_id)
    assert "Expired" in office.event(document_id, "Document Failed")["reason"]
    with office.console("jane") as link:
        page = _opened(chromium, link)
        page.locator("#unanswered a", has_text="lost").first.press("Enter")
        page.wait_for_selector("body[data-ready]")
        page.get_by_label(re.compile("^Town")).fill("Sampleton")
        page.keyboard.press("Control+Enter")
        page.get_by_role("button", name=re.compile("submit$")).click()
        expect(page.locator("#message")).to_contain_text("handed in")
    office.until_it_is("COMPLETED", document_id)


def _town(office: Office, document_id: str) -> str:
    """The name of the field, with a colon or without."""
    fields = json.loads(office.result(document_id, "document.json"))["fields"]
    return str(next(each["name"] for each in fields if each["name"].startswith("Town")))


def _task_of(office: Office, document_id: str, chromium: Browser) -> Page:
    loops = office.a2i("GET", "human-loops")["human_loops"]
    (loop,) = (each for each in loops if each["name"] == document_id)
    return _opened(chromium, office.local.aws.a2i_url + loop["tasks"][0]["page"])


def _opened(chromium: Browser, link: str) -> Page:
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(link)
    return page


def form() -> bytes:
    picture = Image.new("L", (1200, 600), 255)
    font = ImageFont.load_default(36)
    draw = ImageDraw.Draw(picture)
    for row, line in enumerate(LINES):
        draw.text((100, 100 + 120 * row), line, fill=0, font=font)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
