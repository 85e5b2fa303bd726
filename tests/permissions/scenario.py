"""A short working day in which every function does all that it ever does."""

from __future__ import annotations

import base64
from functools import partial

from lambdas.documents import Document
from lambdas.messages import Completion, encode, upload_message
from tests.documents import one_page_pdf, pdf, png, tiff
from tests.permissions.office import Noticed, Office
from tests.permissions.reviews import (
    LONG_AGO,
    STUCK,
    SWEEPS,
    has_amazon_a2i,
    review_by_workers,
    review_here,
    take_the_stack_down,
)
from tests.permissions.stand_in_textract import FAILING

ROUNDS = 3  # after so many the sweep gives a document up

PICTURE, PAGE, LETTER = "text/picture.png", "page.pdf", "letter.png"
RECEIPT, CARD, BOTH_SIDES = "receipts/one.png", "ids/card.png", "ids/both sides.pdf"
PAGES, SCAN, RECEIPTS, LOAN = "text/pages.pdf", "scan.tiff", "receipts/all.pdf", "loans/loan.pdf"
LOST = ("text/lost.pdf", "lost.tiff", "receipts/lost.pdf", "loans/lost.pdf")
BROKEN = ("text/broken.pdf", "broken.pdf", "receipts/broken.pdf", "loans/broken.pdf")
NOTES = "notes.txt"
AT_ONCE = (PICTURE, PAGE, RECEIPT, CARD)  # one for each synchronous operation
IN_JOBS = (PAGES, SCAN, RECEIPTS, LOAN)  # and one for each of the others

ENDED = {
    **dict.fromkeys((*AT_ONCE, BOTH_SIDES, LETTER, *IN_JOBS), "COMPLETED"),
    **dict.fromkeys(BROKEN, "FAILED"),  # by Textract's jobs
    NOTES: "FAILED",  # on arrival
}
OPERATION_QUEUES = (
    "DetectDocumentTextQueue",
    "AnalyzeDocumentQueue",
    "AnalyzeExpenseQueue",
    "AnalyzeIDQueue",
    "StartDocumentTextDetectionQueue",
    "StartDocumentAnalysisQueue",
    "StartExpenseAnalysisQueue",
    "StartLendingAnalysisQueue",
)
QUEUES = ("UploadsQueue", "CompletionsQueue", "AnswersQueue", *OPERATION_QUEUES)
EVERY_STATE = ("", "Delayed", "NotVisible")


def play(office: Office) -> None:
    """Do it all; raise Noticed at the first thing that goes wrong."""
    read_documents(office)
    deliver_everything_twice(office)
    sweep_what_is_stuck(office)
    detect_text_directly(office)
    review_here(office)
    if has_amazon_a2i(office):
        review_by_workers(office)
    let_poison_come_back(office)  # a denial comes after the log line that is waited for: not last
    give_back_what_is_throttled(office)
    if has_amazon_a2i(office):
        take_the_stack_down(office)


def read_documents(office: Office) -> None:
    broken = pdf(2) + b"% " + FAILING + b"\n"
    office.put(
        {
            **dict.fromkeys((PICTURE, RECEIPT, CARD, LETTER), png("Paid")),
            **dict.fromkeys((PAGES, RECEIPTS, LOAN, BOTH_SIDES, *LOST), pdf(2)),
            **dict.fromkeys(BROKEN, broken),
            PAGE: one_page_pdf(),
            SCAN: tiff(2),
            NOTES: b"no document\n",
        }
    )
    for key, status in ENDED.items():
        office.until_status(key, status)
    for key in LOST:
        office.until(f"{key} has a job", partial(_has_job, office, key))


def deliver_everything_twice(office: Office) -> None:
    """SQS delivers at least once: whoever meets a finished document looks what became of it."""
    office.send("UploadsQueue", _upload_message(office, PICTURE))
    office.send("DetectDocumentTextQueue", office.item(PICTURE)["work"]["S"])
    office.send("StartDocumentTextDetectionQueue", office.item(PAGES)["work"]["S"])
    office.send("CompletionsQueue", _completion(office, PAGES))
    wait_until_idle(office)


def sweep_what_is_stuck(office: Office) -> None:
    """Documents whose message is gone, at every stage; jobs whose notice never came."""
    for key in AT_ONCE:
        office.change(key, to={**STUCK, "status": "QUEUED"})
    for key in IN_JOBS:
        office.change(key, to={**STUCK, "status": "QUEUED"}, drop=["job_id"])
    for key in LOST:
        office.change(key, to=STUCK)
    office.change(LETTER, to={**STUCK, "status": "RECEIVED"}, drop=["work"])
    office.change(NOTES, to={**STUCK, "status": "RECEIVED", "sweeps": ROUNDS})
    for _ in range(SWEEPS):
        office.invoke("SweepFunction", {})
        wait_until_idle(office)
        if all(office.item(key)["updated_at"]["S"] != LONG_AGO for key in office.ids):
            break
    for key in (*AT_ONCE, LETTER, *LOST):
        office.until_status(key, "COMPLETED")
    for key in IN_JOBS:
        office.until(f"{key} has its job again", partial(_has_job, office, key))
    office.until_status(NOTES, "FAILED")


def detect_text_directly(office: Office) -> None:
    item = office.item(PICTURE)
    stored = {"Bucket": item["bucket"]["S"], "Name": PICTURE}
    version = {"Version": item["version_id"]["S"]}
    image = base64.b64encode(png("Paid")).decode()
    for event in (
        {"image": image},
        {"S3Object": stored},
        {"S3Object": {**stored, **version}},
    ):
        if "Paid" not in office.invoke("DetectFunction", event)["body"]:
            raise Noticed("DetectFunction answers without text")


def give_back_what_is_throttled(office: Office) -> None:
    office.put(
        {
            **{f"{prefix}throttled.png": png("Paid") for prefix in ("text/", "", "receipts/")},
            "ids/throttled.png": png("Paid"),
            **{f"{prefix}throttled.pdf": pdf(2) for prefix in ("text/", "", "receipts/")},
            "loans/throttled.pdf": pdf(2),
        }
    )
    for queue in OPERATION_QUEUES:
        office.until(f"{queue} gets work back", partial(_got_work_back, office, queue))


def let_poison_come_back(office: Office) -> None:
    """What fails is shown again sooner than the queue would."""
    poison = [office.send(queue, "poison") for queue in QUEUES]
    office.until("every function fails at poison", lambda: all(map(office.failed, poison)))


def wait_until_idle(office: Office) -> None:
    """Wait until no message waits, is delayed or in flight."""
    for queue in QUEUES:
        office.until(f"{queue} is empty", partial(_is_empty, office, queue))


def _has_job(office: Office, key: str) -> bool:
    return "job_id" in office.item(key)


def _got_work_back(office: Office, queue: str) -> bool:
    return office.count(queue, "Delayed") == 1


def _is_empty(office: Office, queue: str) -> bool:
    return not office.count(queue, *EVERY_STATE)


def _upload_message(office: Office, key: str) -> str:
    item = office.item(key)
    return upload_message(
        Document(
            bucket=item["bucket"]["S"],
            key=key,
            version_id=item["version_id"]["S"],
            etag=item["etag"]["S"],
            size=int(item["size"]["N"]),
        )
    )


def _completion(office: Office, key: str) -> str:
    job_id = office.item(key)["job_id"]["S"]
    return encode(
        Completion(
            job_id=job_id,
            status="SUCCEEDED",
            api="StartDocumentTextDetection",
            job_tag=office.ids[key],
        )
    )
