"""A one-page document: ask Textract and have the answer at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from lambdas.aws.record import Record
from lambdas.documents import Operation, Work
from lambdas.extraction.answers import decode_part
from lambdas.pipeline.activation import Activation, activation
from lambdas.pipeline.claims import claimed, given_back_when_throttled
from lambdas.pipeline.finish import finish
from lambdas.pipeline.patience import Patience
from lambdas.pipeline.sides import MAX_SIDES, two_sides
from lambdas.pipeline.waiting import rules_of
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
            asked = _activation(work, answer, services)
            finish(work, [decode_part(answer)], services, activation=asked)


def _answer(work: Work, record: Record, services: Services, patience: Patience) -> bytes:
    """Return Textract's answer, kept before anything else is done: it has been paid for."""
    document_id = work.document.document_id
    if record.attempts > 1 and (kept := services.results.raw(document_id)):
        return kept
    answer = patience.call(_question(work, services))
    services.results.save_raw(document_id, 1, answer)
    return answer


def _activation(work: Work, answer: bytes, services: Services) -> Activation | None:
    if not _is_looked_at_by_textract(work, services):
        return None
    return activation(answer, work.document.document_id, services.human_loops)


def _is_looked_at_by_textract(work: Work, services: Services) -> bool:
    """Return whether Textract itself asks people, by its own task type."""
    rules = rules_of(work.profile, services)
    return rules is not None and rules.by == "a2i-textract"


def _question(work: Work, services: Services) -> Callable[[], bytes]:
    if _is_looked_at_by_textract(work, services):
        flow = services.settings.flow_definition_arn(work.profile)
        return partial(services.textract.analyze_with_people, work.document, work.request, flow)
    if work.request.operation is Operation.ANALYZE_ID and work.pages == MAX_SIDES:
        sides = two_sides(services.uploads.open(work.document), work.kind)
        return partial(services.textract.identify, sides)
    return partial(services.textract.analyze, work.document, work.request)
