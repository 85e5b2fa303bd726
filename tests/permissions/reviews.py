"""The part of the working day in which people look at documents, here and at Amazon A2I."""

from __future__ import annotations

import html
import json
import re
import urllib.request
from functools import partial
from typing import Any
from urllib.error import HTTPError

from tests.documents import one_page_pdf, pdf, png
from tests.permissions.office import Noticed, Office

LONG_AGO = "2000-01-01T00:00:00.000+00:00"
STUCK: dict[str, object] = {"updated_at": LONG_AGO, "lease_until": 0}
SWEEPS = 10  # at most; one that finds a queue busy leaves it to the next
REVIEWER = {"reviewer": "ann", "session": "session-1"}

FORM, UNSEEN, SCAN = "reviewed/form.png", "reviewed/unseen.png", "reviewed/scan.pdf"
PICTURE, PAGES, IGNORED = (f"checked-by-a2i/{n}" for n in ("one.pdf", "all.pdf", "ignored.png"))
IMAGE = "checked-by-a2i-textract/one.png"
BY_WORKERS = (PICTURE, PAGES, IMAGE)
SAID: dict[str, dict[str, Any]] = {
    IMAGE: {"AWS/Textract/AnalyzeDocument/Forms/V1": {"blocks": []}},
}
"""What workers answer where an empty form is no answer: in Textract's own task."""


def has_amazon_a2i(office: Office) -> bool:
    return "FlowDefinitionFunction" in office.outputs


def review_here(office: Office) -> None:
    """A reviewer of our own answers one document, twice; nobody answers another."""
    office.put({**dict.fromkeys((FORM, UNSEEN), png("Paid")), SCAN: pdf(2)})
    for key in (FORM, UNSEEN, SCAN):
        office.until_status(key, "IN_REVIEW")
    for action in ("claim", "release", "claim", "answer"):
        _ask(office, FORM, action)
    office.until_status(FORM, "COMPLETED")  # or a second message would wait for the first's lease
    _ask(office, FORM, "answer")
    answer = office.item(FORM)["answer"]["S"]
    office.send("AnswersQueue", json.dumps({"document_id": office.ids[FORM], "answer": answer}))
    _ask(office, SCAN, "claim")
    _ask(office, SCAN, "answer")
    office.until_status(SCAN, "COMPLETED")
    office.change(UNSEEN, to={**STUCK, "review_due_at": LONG_AGO})
    _sweep_until(office, UNSEEN, "FAILED")
    _ask(office, UNSEEN, "claim")  # it is not too late
    office.until_status(UNSEEN, "IN_REVIEW")


def review_by_workers(office: Office) -> None:
    """Workers of Amazon A2I answer; of one document the notice is lost, one they never see to."""
    office.put(
        {PICTURE: one_page_pdf(), PAGES: pdf(2), **dict.fromkeys((IMAGE, IGNORED), png("Paid"))}
    )
    for key in (*BY_WORKERS, IGNORED):
        office.until_status(key, "IN_REVIEW")
    for key in BY_WORKERS:
        _look_at_the_picture(office, key)
        _control(office, f"human-loops/{office.ids[key]}/answer", {"content": SAID.get(key, {})})
        office.until_status(key, "COMPLETED")
    _ask_textract_again(office)
    office.change(PICTURE, to={**STUCK, "status": "IN_REVIEW"})
    _sweep_until(office, PICTURE, "COMPLETED")
    office.change(IGNORED, to={**STUCK, "review_due_at": LONG_AGO})
    _sweep_until(office, IGNORED, "FAILED")
    if _loop(office, IGNORED)["status"] not in ("Stopping", "Stopped"):
        raise Noticed("nobody stopped the human loop that had taken too long")


def take_the_stack_down(office: Office) -> None:
    """Flow definitions and their pages go with the stack, by the rights of their function."""
    office.take_down()
    sagemaker = office.aws.client("sagemaker")
    left = [
        *sagemaker.list_flow_definitions()["FlowDefinitionSummaries"],
        *sagemaker.list_human_task_uis()["HumanTaskUiSummaries"],
    ]
    office.look_for_denials()
    if left:
        raise Noticed(f"{len(left)} flow definitions and worker pages are left behind")


def _ask(office: Office, key: str, action: str) -> None:
    said = {"values": {}, "note": "seen"} if action == "answer" else {}
    event = {"action": action, "document_id": office.ids[key], **REVIEWER, **said}
    office.invoke("ReviewFunction", event)


def _sweep_until(office: Office, key: str, status: str) -> None:
    for _ in range(SWEEPS):
        office.invoke("SweepFunction", {})
        office.until("the answers' queue is empty", partial(_has_no_answers, office))
        if office.item(key)["status"]["S"] == status:
            return
    raise Noticed(f"{SWEEPS} sweeps did not make {key} {status}")


def _has_no_answers(office: Office) -> bool:
    return not office.count("AnswersQueue", "", "Delayed", "NotVisible")


def _ask_textract_again(office: Office) -> None:
    """A worker died after Textract had asked people, and before it kept Textract's answer."""
    item, s3 = office.item(IMAGE), office.aws.client("s3")
    prefix = f"results/{office.ids[IMAGE]}/raw/"
    bucket = office.deployed.results_bucket
    for each in s3.list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"]:
        s3.delete_object(Bucket=bucket, Key=each["Key"])
    office.change(IMAGE, to={"status": "QUEUED", "lease_until": 0})
    office.send("AnalyzeDocumentQueue", item["work"]["S"])
    office.until_status(IMAGE, "IN_REVIEW")


def _look_at_the_picture(office: Office, key: str) -> None:
    """Load a task's page and the pictures that it shows, as a worker's browser does."""
    (task,) = _loop(office, key)["tasks"]
    with urllib.request.urlopen(f"{office.aws.a2i_url}{task['page']}") as answer:  # noqa: S310
        page = html.unescape(answer.read().decode())
    pictures = set(re.findall(rf'{office.aws.endpoint_url}/[^"\s]+X-Amz-Signature=\w+', page))
    if not pictures:
        raise Noticed(f"the task of {key} shows no picture")
    for picture in pictures:
        try:
            urllib.request.urlopen(picture).close()  # noqa: S310
        except HTTPError as error:
            raise Noticed(f"a worker cannot see the picture of {key}: {error}") from error


def _loop(office: Office, key: str) -> dict[str, Any]:
    loops: list[dict[str, Any]] = _control(office, "human-loops", None)["human_loops"]
    return next(loop for loop in loops if loop["name"] == office.ids[key])


def _control(office: Office, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
    data = None if body is None else json.dumps(body).encode()
    url = f"{office.aws.a2i_url}/_papertray/{path}"
    request = urllib.request.Request(url, data=data)  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        told: dict[str, Any] = json.load(answer)
    return told
