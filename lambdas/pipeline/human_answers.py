"""What people said, read from where it lies, and kept."""

from __future__ import annotations

import msgspec

from lambdas.aws.moves import iso
from lambdas.aws.record import Record
from lambdas.errors import PermanentError
from lambdas.extraction.written import Written
from lambdas.messages import HumanLoopEnded
from lambdas.review.a2i_answers import custom_answers
from lambdas.review.answers import Answer
from lambdas.review.textract_answers import textract_answers
from lambdas.services import Services

HUMAN_LOOP = "human-loop"  # a document has one at the most


def answer_given(key: str, services: Services) -> Answer:
    """Return an answer of the built-in page."""
    try:
        return msgspec.json.decode(services.results.answer(key), type=Answer)
    except msgspec.DecodeError as error:
        raise PermanentError(f"The answer cannot be read: {error}.") from error


def answers_of_loop(notice: HumanLoopEnded, record: Record, services: Services) -> list[Answer]:
    """Return what each worker of Amazon A2I said, if any did."""
    output = kept_output(notice, record, services)
    if output is None:
        return []
    at = iso(services.clock())
    if record.review_by == "a2i":
        return custom_answers(output, at=at)
    services.results.keep_revision(record.document_id, record.revision)
    with services.results.document(record.document_id, revision=record.revision) as file:
        pages = Written(file).contents()
        fields = enumerate(field for content in pages for field in content.fields)
        return textract_answers(output, fields, at=at)


def kept_output(notice: HumanLoopEnded, record: Record, services: Services) -> bytes | None:
    """Return what Amazon A2I wrote of a loop's answers, which is kept beside the result."""
    if notice.human_loop_status != "Completed" or notice.human_loop_output is None:
        return None
    output = services.results.a2i_output(notice.human_loop_output.uri)
    services.results.save_answer(record.document_id, HUMAN_LOOP, output)
    return output
