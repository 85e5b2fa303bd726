"""The function `review` as its caller sees it: claims, and answers that are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from console.review.refusals import Refused

MOST_BYTES = 6 << 20  # Lambda quota: what a function takes when it is invoked and waited for
TOO_MUCH = "The review is larger than the 6 MB that can be handed in at once."


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One reviewer's place: `reviewer` is a name for people, `session` tells two places apart."""

    client: Any
    """A boto3 client of Lambda, with the operator's own credentials."""
    function: str
    reviewer: str
    session: str

    def claim(self, document_id: str) -> str:
        """Hold a document, or go on holding it; return until when (ISO 8601)."""
        return str(self._ask("claim", document_id)["claimed_until"])

    def release(self, document_id: str) -> None:
        """Let go of a document, unanswered."""
        self._ask("release", document_id)

    def answer(self, document_id: str, answer: Mapping[str, Any]) -> None:
        """Hand in what a person said: `values`, `added`, `note` and `seconds`.

        Refused as AlreadyAnswered or Claimed (409) where somebody else was faster.
        """
        members = {name: answer[name] for name in ("values", "added", "note", "seconds")}
        self._ask("answer", document_id, **members)

    def _ask(self, action: str, document_id: str, **more: object) -> Mapping[str, Any]:
        event = {
            "action": action,
            "document_id": document_id,
            "reviewer": self.reviewer,
            "session": self.session,
            **more,
        }
        payload = json.dumps(event, ensure_ascii=False).encode()
        if len(payload) > MOST_BYTES:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "TooLarge", TOO_MUCH)
        return _body(self.client.invoke(FunctionName=self.function, Payload=payload), action)


def _body(answer: Mapping[str, Any], action: str) -> Mapping[str, Any]:
    said = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        message = f"The function failed ({said.get('errorType')}); its log tells why. Try again."
        raise Refused(HTTPStatus.BAD_GATEWAY, "FunctionError", message)
    body: Mapping[str, Any] = json.loads(said["body"])
    if said["statusCode"] >= 400:
        message = body.get("ErrorMessage") or f"The function refused to {action}"
        raise Refused(said["statusCode"], str(body.get("Error")), message)
    return body
