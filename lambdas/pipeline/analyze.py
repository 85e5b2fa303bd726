"""A one-page document: ask Textract and have the answer at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from lambdas.aws.record import Record
from lambdas.documents import Operation, Work
from lambdas.extraction.answers import decode_part
from lambdas.pipeline.claims import claimed, given_back_when_throttled
from lambdas.pipeline.finish import finish
from lambdas.pipeline.patience import Patience
from lambdas.pipeline.sides import MAX_SIDES, two_sides
from lambdas.services import Services


def analyze(work: Work, services: Services, patience: Patience) -> None:
    """Have a document analyzed, unless that has been done."""
    document_id = work.document.document_id
    with (
        given_back_when_throttled(work, services, patience),
        claimed(document_id, services, seconds=patience.seconds_left()) as record,
    ):
        if record:
            answer = _answer(work, record, services, patience)
            finish(work, [decode_part(answer)], services)


def _answer(work: Work, record: Record, services: Services, patience: Patience) -> bytes:
    """Return Textract's answer, kept before anything else is done: it has been paid for."""
    document_id = work.document.document_id
    if record.attempts > 1 and (kept := services.results.raw(document_id)):
        return kept
    answer = patience.call(_question(work, services))
    services.results.save_raw(document_id, 1, answer)
    return answer


def _question(work: Work, services: Services) -> Callable[[], bytes]:
    if work.request.operation is Operation.ANALYZE_ID and work.pages == MAX_SIDES:
        sides = two_sides(services.uploads.open(work.document), work.kind)
        return partial(services.textract.identify, sides)
    return partial(services.textract.analyze, work.document, work.request)
