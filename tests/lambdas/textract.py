"""A Textract that says what a test tells it to say."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from tests.lambdas.wire import response


@dataclass
class FakeTextract:
    """Answers at the network's edge: botocore's own serialising, parsing and errors all run.

    `answers` holds, for each operation, what is said next; the last answer is said for ever.
    """

    requests: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    answers: dict[str, deque[tuple[int, bytes] | Exception]] = field(default_factory=dict)

    def says(self, operation: str, *answers: dict[str, Any] | bytes | Exception) -> None:
        self.answers[operation] = deque(map(_answer, answers))

    def forget(self) -> None:
        self.requests.clear()
        self.answers.clear()

    def calls(self, operation: str) -> list[dict[str, Any]]:
        return [request for name, request in self.requests if name == operation]

    def __call__(self, request: Any, **_: object) -> Any:  # noqa: ANN401  (botocore's own)
        operation = request.headers["X-Amz-Target"].decode().removeprefix("Textract.")
        self.requests.append((operation, json.loads(request.body)))
        waiting = self.answers[operation]
        answer = waiting.popleft() if len(waiting) > 1 else waiting[0]
        if isinstance(answer, Exception):
            raise answer
        status, body = answer
        headers = {"Content-Type": "application/x-amz-json-1.1"}
        return response(request.url, status, body, headers)


def refusal(code: str, message: str = "No.", *, status: int = 400) -> dict[str, Any]:
    """An error of AWS as an answer of FakeTextract."""
    return {"__type": code, "Message": message, "__status": status}


def _answer(said: dict[str, Any] | bytes | Exception) -> tuple[int, bytes] | Exception:
    if isinstance(said, dict):
        return said.get("__status", 200), json.dumps(said).encode()
    return (200, said) if isinstance(said, bytes) else said
