"""Where a reviewer takes a document, gives it back, or answers: one document, one reviewer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from lambdas.aws.moves import iso
from lambdas.aws.record import Record
from lambdas.aws.reviews import why_not
from lambdas.documents import Status
from lambdas.errors import InvalidRequest
from lambdas.messages import AnswerGiven, ReviewNotice, ReviewReopened, review_message
from lambdas.observability import log
from lambdas.pipeline.waiting import due_at
from lambdas.review.answers import Answer, builtin_answer
from lambdas.services import Services

SAID = ("values", "added", "note", "seconds")
DIGEST_SIZE = 8  # bytes; tells the answers of one session apart


class Asked(Struct, frozen=True, kw_only=True):
    """What a reviewer wants: `session` is one console's random id, `reviewer` a name for people."""

    action: Literal["claim", "release", "answer"]
    document_id: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
    reviewer: Annotated[
        str, Meta(max_length=256, pattern=r"^(?=.*\S)[^\x00-\x1f\x7f\ud800-\udfff]+\Z")
    ]
    session: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{8,64}\Z")]


def attend(event: Mapping[str, Any], services: Services) -> dict[str, object]:
    """Do what a reviewer asks for, and return what to tell them."""
    try:
        asked = msgspec.convert(event, Asked)
    except msgspec.ValidationError as error:
        raise InvalidRequest(f"The event is not understood: {error}.") from error
    log.append_keys(document_id=asked.document_id)
    match asked.action:
        case "claim":
            return {"claimed_until": _claim(asked, services).claimed_until}
        case "release":
            services.reviews.release(asked.document_id, session=asked.session)
            return {"status": "RELEASED"}
        case "answer":
            _answer(asked, {name: event[name] for name in SAID if name in event}, services)
            return {"status": "ANSWERED"}


def _claim(asked: Asked, services: Services) -> Record:
    """Take the document, be it one that failed because nobody had answered.

    Of such a one, all that says so is put right later; until it is, each claim sees to it.
    """
    who = {"session": asked.session, "reviewer": asked.reviewer}
    record = services.table.get(asked.document_id)
    if record and record.status is Status.FAILED and record.unanswered:
        until = due_at(record.profile, services)
        claimed = services.reviews.reopen(asked.document_id, due_at=until, **who)
    else:
        claimed = services.reviews.claim(asked.document_id, **who)
    if claimed.review_status:
        _tell(ReviewReopened(document_id=asked.document_id), services)
    return claimed


def _answer(asked: Asked, said: Mapping[str, Any], services: Services) -> None:
    """Keep what was typed, let it count if it is the first, and have it worked in.

    The answer that counts, said again by its session, has its message sent once more. Raises
    AlreadyAnswered where another came first, be it of the same session.
    """
    record = services.table.get(asked.document_id)
    if record is None or record.review_by is None:
        raise why_not(record, asked.session, services.clock())
    answer = builtin_answer(said, reviewer=asked.reviewer, at=iso(services.clock()))
    name = f"{asked.session}-{_digest(answer)}"
    if not (record.answer or "").endswith(f"-{name}.json"):
        name, content = f"{record.revision}-{name}", msgspec.json.encode(answer)
        key = services.results.save_answer(asked.document_id, name, content)
        log.info("answer kept", document_id=asked.document_id, seconds=answer.seconds)
        record = services.reviews.answer(asked.document_id, session=asked.session, answer=key)
    if record.status is Status.IN_REVIEW and record.answer:
        _tell(AnswerGiven(document_id=asked.document_id, answer=record.answer), services)


def _tell(notice: ReviewNotice, services: Services) -> None:
    services.queues.send(services.settings.answers_queue_url, review_message(notice))


def _digest(answer: Answer) -> str:
    """Return what two answers share that say the same, whenever and however fast."""
    same = msgspec.structs.replace(answer, at="", seconds=None)
    return hashlib.blake2b(msgspec.json.encode(same), digest_size=DIGEST_SIZE).hexdigest()
