"""What goes wrong at Textract, through the pipeline: nothing is lost, nothing paid for twice."""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from console.documents import Outcome, Submitted
from local.stack import LocalStack
from tests.documents import one_page_pdf, pdf
from tests.local.stack.alone import control
from tests.local.stack.conftest import WITHIN, Desk, until

pytestmark = pytest.mark.local

ONE, TWO = one_page_pdf("Recorded page 1"), pdf(2)
DETECT, START = "DetectDocumentText", "StartDocumentTextDetection"
QUIET = 10.0  # seconds; a busy machine handles a notice in five
Plan = Callable[..., None]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the answers to ONE and TWO, so that no test waits for OCR."""
    folder = tmp_path_factory.mktemp("answers")
    entries = []
    for document, pages in (ONE, 1), (TWO, 2):
        sha256 = hashlib.sha256(document).hexdigest()
        blocks = [block for page in range(1, pages + 1) for block in page_blocks(page)]
        answer = {"DocumentMetadata": {"Pages": pages}, "Blocks": blocks}
        (folder / f"{pages}.json").write_text(json.dumps(answer))
        entries.append({"sha256": sha256, "api": DETECT, "files": [f"{pages}.json"]})
    (folder / "answers.json").write_text(json.dumps({"answers": entries}))
    return folder


@pytest.fixture
def plan(local: LocalStack, answers: Path) -> Iterator[Plan]:
    """Return a function that lets Textract have faults, from now on and with counts from zero."""
    url = local.aws.textract_url

    def plan(*faults: dict[str, Any]) -> None:
        control(url, "DELETE", "counts")
        recorded = {"folder": str(answers), "only": True}
        control(url, "PUT", "plan", {"faults": faults, "answers": recorded})

    yield plan
    control(url, "PUT", "plan", {})


@pytest.mark.parametrize("code", ["ProvisionedThroughputExceededException", "ThrottlingException"])
def test_a_throttled_page_is_read_in_the_end_and_paid_once(
    desk: Desk, plan: Plan, code: str
) -> None:
    plan({"fault": "error", "code": code, "first": 2})

    outcome = read(desk, ONE, f"text/{code}.pdf")

    counts = desk.local.aws.billed()
    assert outcome.status == "COMPLETED"
    assert (counts["calls"], counts["throttles"]) == ({DETECT: 3}, {DETECT: 2})
    assert counts["pages"] == {DETECT: 1}


def test_a_job_is_started_when_others_have_ended_and_paid_once(desk: Desk, plan: Plan) -> None:
    plan({"fault": "error", "code": "LimitExceededException", "first": 2})

    outcome = read(desk, TWO, "text/limited.pdf")

    counts = desk.local.aws.billed()
    assert outcome.status == "COMPLETED"
    assert (counts["calls"], counts["throttles"]) == ({START: 3}, {START: 2})
    assert counts["pages"] == {START: 2}


def test_a_fault_of_textract_is_tried_again_and_paid_once(desk: Desk, plan: Plan) -> None:
    plan({"fault": "error", "code": "InternalServerError", "first": 1})

    outcome = read(desk, ONE, "text/fault.pdf")  # comes back to its queue for 15 to 30 seconds

    counts = desk.local.aws.billed()
    assert outcome.status == "COMPLETED"
    assert counts["errors"] == {DETECT: {"InternalServerError": 1}}
    assert counts["pages"] == {DETECT: 1}


def test_a_job_whose_notice_is_lost_is_found_by_the_sweep(desk: Desk, plan: Plan) -> None:
    plan({"fault": "lost-notice", "first": 1})
    submitted = submit(desk, TWO, "text/lost.pdf")
    until(lambda: "job_id" in item(desk, submitted), wanted="the job is known")
    until(lambda: notices(desk) == {"lost": 1}, wanted="its notice is lost")
    leave_alone_for_two_hours(desk, submitted)

    sweep = desk.local.outputs["SweepFunction"]
    desk.local.aws.client("lambda").invoke(FunctionName=sweep, Payload=b"{}")

    assert ended(desk, submitted).status == "COMPLETED"
    assert notices(desk) == {"lost": 1}
    assert desk.local.aws.billed()["pages"] == {START: 2}


def test_a_notice_that_comes_twice_changes_nothing_and_is_paid_once(desk: Desk, plan: Plan) -> None:
    plan({"fault": "duplicate-notice", "seconds": 3, "first": 1})
    submitted = submit(desk, TWO, "text/twice.pdf")
    assert ended(desk, submitted).status == "COMPLETED"
    until(lambda: notices(desk) == {"duplicate": 1, "sent": 2}, wanted="both notices are sent")
    before = item(desk, submitted), result(desk, submitted)["LastModified"]

    until_quiet(desk, "CompletionsQueue")

    assert (item(desk, submitted), result(desk, submitted)["LastModified"]) == before
    assert desk.local.aws.billed()["calls"] == {START: 1}
    assert desk.local.aws.billed()["pages"] == {START: 2}
    assert sum(desk.dead_letters().values()) == 0


def test_a_late_notice_ends_the_document_when_it_comes(desk: Desk, plan: Plan) -> None:
    plan({"fault": "late-notice", "seconds": 6, "first": 1})

    submitted = submit(desk, TWO, "text/late.pdf")

    until(
        lambda: notices(desk) == {"late": 1} and is_running(desk, submitted),
        wanted="the document is RUNNING though its job has ended",
    )
    assert ended(desk, submitted).status == "COMPLETED"


def test_a_job_that_fails_fails_its_document_with_the_reason_and_costs_nothing(
    desk: Desk, plan: Plan
) -> None:
    plan({"fault": "failed-job", "reason": "Out of ink", "first": 1})

    outcome = read(desk, TWO, "text/failed.pdf")

    assert outcome.status == "FAILED"
    assert outcome.reason == "Textract's job ended as FAILED: Out of ink"
    assert desk.local.aws.billed()["pages"] == {START: 0}


def test_a_job_that_misses_pages_ends_as_partial_and_says_which(desk: Desk, plan: Plan) -> None:
    plan({"fault": "partial-job", "pages": [1], "code": "OUT_OF_INK", "first": 1})

    outcome = read(desk, TWO, "text/partial.pdf")

    assert outcome.status == "PARTIAL"
    document = json.loads((outcome.submitted.folder / "document.json").read_bytes())
    warnings = [(each["code"], each["page"]) for each in document["warnings"]]
    assert ("OUT_OF_INK", 1) in warnings
    assert "Recorded page 2" in (outcome.submitted.folder / "text.txt").read_text()
    assert desk.local.aws.billed()["pages"] == {START: 1}


def page_blocks(page: int) -> list[dict[str, Any]]:
    """Return the blocks of a page with one line."""
    corners = [{"X": x, "Y": y} for x, y in ((0.1, 0.1), (0.9, 0.1), (0.9, 0.2), (0.1, 0.2))]
    box = {"Left": 0.1, "Top": 0.1, "Width": 0.8, "Height": 0.1}
    common = {"Page": page, "Geometry": {"BoundingBox": box, "Polygon": corners}}
    texts = ["Recorded", "page", str(page)]
    words = [
        {
            "BlockType": "WORD",
            "Id": str(uuid.uuid4()),
            "Text": text,
            "TextType": "PRINTED",
            "Confidence": 99.0,
            **common,
        }
        for text in texts
    ]
    line = {
        "BlockType": "LINE",
        "Id": str(uuid.uuid4()),
        "Text": " ".join(texts),
        "Confidence": 99.0,
        "Relationships": [{"Type": "CHILD", "Ids": [word["Id"] for word in words]}],
        **common,
    }
    children = [{"Type": "CHILD", "Ids": [line["Id"]]}]
    sheet = {
        "BlockType": "PAGE",
        "Id": str(uuid.uuid4()),
        "Relationships": children,
        **common,
    }
    return [sheet, line, *words]


def read(desk: Desk, content: bytes, key: str) -> Outcome:
    return desk.read({key: content})[key]


def submit(desk: Desk, content: bytes, key: str) -> Submitted:
    path = desk.folder / "document.pdf"
    path.write_bytes(content)
    return desk.tray.submit(path, key, desk.folder / "out")


def ended(desk: Desk, submitted: Submitted) -> Outcome:
    return next(desk.tray.outcomes([submitted], within=WITHIN))


def item(desk: Desk, submitted: Submitted) -> Any:  # noqa: ANN401  (DynamoDB's own shape)
    answer = desk.local.aws.client("dynamodb").get_item(
        TableName=desk.deployed.table, Key=_key(submitted), ConsistentRead=True
    )
    return answer.get("Item", {})


def is_running(desk: Desk, submitted: Submitted) -> bool:
    return bool(item(desk, submitted).get("status") == {"S": "RUNNING"})


def leave_alone_for_two_hours(desk: Desk, submitted: Submitted) -> None:
    """Let the table say that the document has not moved for two hours."""
    then = datetime.now(UTC) - timedelta(hours=2)
    desk.local.aws.client("dynamodb").update_item(
        TableName=desk.deployed.table,
        Key=_key(submitted),
        UpdateExpression="SET updated_at = :then",
        ExpressionAttributeValues={":then": {"S": then.isoformat(timespec="milliseconds")}},
    )


def result(desk: Desk, submitted: Submitted) -> Any:  # noqa: ANN401  (S3's own shape)
    return desk.local.aws.client("s3").head_object(
        Bucket=desk.deployed.results_bucket,
        Key=f"results/{submitted.document_id}/document.json",
    )


def notices(desk: Desk) -> Any:  # noqa: ANN401  (JSON)
    """Return the counts of the jobs' notices by kind."""
    return desk.local.aws.billed()["notices"].get(START, {})


def until_quiet(desk: Desk, queue: str) -> None:
    """Wait until a queue is empty, or has nothing to hand out for a while.

    A notice that came while its document was held stays hidden for as long as the hold may last.
    """
    waiting, hidden = "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"
    quiet_until = time.monotonic() + QUIET
    while time.monotonic() < quiet_until:
        numbers = desk.local.aws.client("sqs").get_queue_attributes(
            QueueUrl=desk.local.outputs[queue], AttributeNames=[waiting, hidden]
        )["Attributes"]
        if not any(int(number) for number in numbers.values()):
            return
        if int(numbers[waiting]):
            quiet_until = time.monotonic() + QUIET
        time.sleep(0.2)


def _key(submitted: Submitted) -> dict[str, dict[str, str]]:
    return {"document_id": {"S": submitted.document_id}, "item": {"S": "DOCUMENT"}}
