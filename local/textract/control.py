"""What a test may ask of the local Textract beside its operations: its plan, and its counts."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from local.textract.operations import Textract
from local.textract.plan import PlanError, plan


class Path(StrEnum):
    """Where control calls go."""

    COUNTS = "/_papertray/counts"
    PLAN = "/_papertray/plan"


Reply = tuple[int, bytes]
"""An HTTP status and a JSON document."""


def reply(method: str, path: str, body: bytes, textract: Textract) -> Reply:
    """Do what a control call asks, and return the answer to it."""
    match method, path:
        case "GET", Path.COUNTS:
            return 200, msgspec.json.encode(textract.counts.snapshot())
        case "DELETE", Path.COUNTS:
            textract.counts.reset()
            return 200, b"{}"
        case "GET", Path.PLAN:
            return 200, msgspec.json.encode(textract.plan, enc_hook=str)
        case "PUT", Path.PLAN:
            return _follow(body, textract)
        case _:
            return _refusal(
                404, f"GET or DELETE {Path.COUNTS}, GET or PUT {Path.PLAN}; not {method} {path}"
            )


def _follow(body: bytes, textract: Textract) -> Reply:
    try:
        textract.follow(plan(msgspec.json.decode(body or b"{}"), name="plan"))
    except PlanError as error:
        return _refusal(400, str(error))
    except (ValueError, RecursionError) as error:  # malformed, no UTF-8, or too deep
        return _refusal(400, f"the plan is no JSON: {error}")
    return reply("GET", Path.PLAN, b"", textract)


def _refusal(status: int, message: str) -> Reply:
    return status, msgspec.json.encode({"message": message})
