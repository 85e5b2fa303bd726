"""The messages that AWS sends us: S3's word of an upload, Textract's of a completed job, Amazon
A2I's of a human loop; and our own of people's answers."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from msgspec import Struct

from lambdas.documents import Document
from lambdas.errors import PapertrayError

T = TypeVar("T")


class UnknownMessage(PapertrayError):
    """Not a message that belongs on this queue; it ends in the DLQ, where a person sees it."""


class Completion(Struct, frozen=True, kw_only=True, rename="pascal"):
    """Textract's completion notice, as SNS delivers it raw (developer guide, "Getting the
    completion status"). `status` is SUCCEEDED, FAILED or ERROR."""

    job_id: str
    status: str
    api: str = msgspec.field(name="API")
    job_tag: str


class AnswerGiven(Struct, frozen=True, kw_only=True):
    """A person answered on the built-in page; `answer` is the key of the answer."""

    document_id: str
    answer: str


class ReviewOverdue(Struct, frozen=True, kw_only=True):
    """A document has waited for people as long as it may."""

    document_id: str


class ReviewLost(Struct, frozen=True, kw_only=True):
    """Nothing will be heard of a document's human loop any more; `why` is for people."""

    document_id: str
    why: str


class ReviewReopened(Struct, frozen=True, kw_only=True):
    """A reviewer took up a document whose review had ended without an answer."""

    document_id: str


class LoopOutput(Struct, frozen=True, kw_only=True):
    """Where a human loop's answers lie."""

    uri: str = msgspec.field(name="outputS3Uri")


class HumanLoopEnded(Struct, frozen=True, kw_only=True, rename="camel"):
    """Amazon A2I's "SageMaker A2I HumanLoop Status Change" (developer guide); a loop's name is its
    document's id. `human_loop_status` is Completed, Failed or Stopped."""

    human_loop_name: str
    human_loop_status: str
    failure_code: str | None = None
    failure_reason: str | None = None
    human_loop_output: LoopOutput | None = None

    @property
    def document_id(self) -> str:
        return self.human_loop_name


class _Notice(Struct, omit_defaults=True):
    """Any message of the answers queue."""

    detail: HumanLoopEnded | None = None
    document_id: str | None = None
    answer: str | None = None
    expired: bool = False
    lost: str | None = None
    reopened: bool = False


ReviewNotice = AnswerGiven | ReviewOverdue | ReviewLost | ReviewReopened | HumanLoopEnded


class _Bucket(Struct):
    name: str


class _Object(Struct, rename="kebab", omit_defaults=True):
    key: str
    size: int
    etag: str
    version_id: str | None = None


class _Detail(Struct):
    bucket: _Bucket
    object: _Object


class _Uploaded(Struct):
    """EventBridge's "Object Created": only what we read. Its key is not URL-encoded."""

    detail: _Detail


def uploaded(body: str) -> Document:
    """Decode S3's word of an upload."""
    detail = decode(body, _Uploaded).detail
    return Document(
        bucket=detail.bucket.name,
        key=detail.object.key,
        version_id=detail.object.version_id,
        etag=detail.object.etag.strip('"'),
        size=detail.object.size,
    )


def upload_message(document: Document) -> str:
    """Encode what `uploaded` decodes."""
    uploaded_object = _Object(
        key=document.key,
        size=document.size,
        etag=document.etag,
        version_id=document.version_id,
    )
    return encode(_Uploaded(_Detail(_Bucket(document.bucket), uploaded_object)))


def review_notice(body: str) -> ReviewNotice:
    """Decode what is told of a review."""
    match decode(body, _Notice):
        case _Notice(detail=HumanLoopEnded() as ended):
            return ended
        case _Notice(document_id=str(document_id), answer=str(answer)):
            return AnswerGiven(document_id=document_id, answer=answer)
        case _Notice(document_id=str(document_id), expired=True):
            return ReviewOverdue(document_id=document_id)
        case _Notice(document_id=str(document_id), lost=str(why)):
            return ReviewLost(document_id=document_id, why=why)
        case _Notice(document_id=str(document_id), reopened=True):
            return ReviewReopened(document_id=document_id)
        case _:
            raise UnknownMessage("not a message of this queue: it tells of no review")


def review_message(notice: ReviewNotice) -> str:
    """Encode what `review_notice` decodes."""
    match notice:
        case HumanLoopEnded():
            return encode(_Notice(detail=notice))
        case AnswerGiven():
            return encode(_Notice(document_id=notice.document_id, answer=notice.answer))
        case ReviewOverdue():
            return encode(_Notice(document_id=notice.document_id, expired=True))
        case ReviewLost():
            return encode(_Notice(document_id=notice.document_id, lost=notice.why))
        case ReviewReopened():
            return encode(_Notice(document_id=notice.document_id, reopened=True))


def encode(message: Struct) -> str:
    return msgspec.json.encode(message).decode()


def decode(body: str, kind: type[T]) -> T:
    """Decode a message of ours or of AWS; raise UnknownMessage, which names what is wrong."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise UnknownMessage(f"not a message of this queue: {error}") from error
