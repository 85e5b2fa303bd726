"""A one-page document: ask Textract and have the answer at once."""

from __future__ import annotations

from lambdas.aws.table import Record
from lambdas.documents import Work
from lambdas.extraction.answers import decode_part
from lambdas.pipeline.claims import claimed, given_back_when_throttled
from lambdas.pipeline.finish import finish
from lambdas.pipeline.patience import Patience
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
    answer = patience.call(lambda: services.textract.analyze(work.document, work.request))
    services.results.save_raw(document_id, 1, answer)
    return answer
