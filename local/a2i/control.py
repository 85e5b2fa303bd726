"""What may be asked of the local A2I beside its operations: fates of loops, for tests."""

from __future__ import annotations

import re
from typing import Any, Literal, TypeVar

import msgspec

from local import paths
from local.a2i.errors import ResourceNotFoundException, ValidationException
from local.a2i.integrated import Analysis, activation
from local.a2i.loops import HumanLoop
from local.a2i.pages import LIST
from local.a2i.service import A2I

ROOT = "/_papertray/"

Body = TypeVar("Body")

_FATE = re.compile(r"/_papertray/human-loops/(?P<name>[a-z0-9-]+)/(?P<fate>\w+)")


class Customer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether the account is an A2I customer."""

    customer: bool


class Failure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a loop fails."""

    code: Literal["ValidationError", "Expired", "InternalError"] = "InternalError"
    reason: str = "The loop failed, as planned."


class WorkersAnswer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A worker's answer without the page; no worker named: the first who has not answered."""

    content: dict[str, Any]
    worker: str | None = None


def reply(method: str, path: str, body: bytes, a2i: A2I) -> tuple[int, dict[str, Any]]:
    """Do what a control call asks, and return status and JSON of the answer to it."""
    match method, path:
        case "POST", paths.ACTIVATION:
            return 200, activation(a2i, _decoded(body, Analysis))
        case "GET", "/_papertray/human-loops":
            return 200, {"human_loops": [_told(loop) for loop in a2i.loops.all()]}
        case "PUT", "/_papertray/customer":
            a2i.customer = _decoded(body, Customer).customer
            return 200, {"customer": a2i.customer}
    fate = _FATE.fullmatch(path)
    if method != "POST" or fate is None:
        return 404, {"message": f"There is no {method} {path}."}
    loop = _loop(a2i, fate["name"])
    _meet(a2i, loop, fate["fate"], body)
    return 200, _told(loop)


def _meet(a2i: A2I, loop: HumanLoop, fate: str, body: bytes) -> None:
    match fate:
        case "fail":
            failure = _decoded(body, Failure)
            a2i.fail(loop, code=failure.code, reason=failure.reason)
        case "expire":
            loop.expires_at = a2i.clock()
        case "repeat":
            a2i.tell_again(loop)
        case "answer":
            _answer(a2i, loop, _decoded(body, WorkersAnswer))
        case _:
            raise ValidationException(f"A loop meets fail, expire, repeat or answer, not {fate}.")


def _answer(a2i: A2I, loop: HumanLoop, answer: WorkersAnswer) -> None:
    for task in loop.tasks:
        if task.content is None and answer.worker in (None, task.worker):
            a2i.submit(loop, task, answer.content)
            return
    raise ValidationException(f"HumanLoop '{loop.name}' has no open task of {answer.worker}.")


def _loop(a2i: A2I, name: str) -> HumanLoop:
    for loop in a2i.loops.all():
        if loop.name == name:
            return loop
    raise ResourceNotFoundException(f"HumanLoop '{name}' does not exist.")


def _told(loop: HumanLoop) -> dict[str, Any]:
    return {
        "name": loop.name,
        "flow_definition": loop.flow.name,
        "status": loop.status,
        "tasks": [
            {
                "worker": task.worker,
                "page": f"{LIST}/{task.id}",
                "answered": task.content is not None,
            }
            for task in loop.tasks
        ],
    }


def _decoded(body: bytes, kind: type[Body]) -> Body:
    try:
        return msgspec.json.decode(body or b"{}", type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValidationException(str(error)) from error
