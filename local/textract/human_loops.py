"""Human loops that AnalyzeDocument starts: its answers are handed to the local A2I."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec

from local.paths import ACTIVATION
from local.textract.errors import (
    HumanLoopQuotaExceededException,
    InternalServerError,
    InvalidParameterException,
    TextractError,
)

TIMEOUT = 30.0  # seconds
TOO_MANY = 402  # HTTP: the quota of loops in flight
SERVER_ERROR = 500  # HTTP: from here on the fault is not the caller's
FINISHED = "already exists and is finished"


def check(parameters: Mapping[str, Any], *, a2i_url: str | None) -> None:
    """Raise if a request with a HumanLoopConfig asks for what A2I does not do."""
    if "HumanLoopConfig" not in parameters:
        return
    if a2i_url is None:
        raise InvalidParameterException(detail="A2I: this account is not an A2I customer")
    if "FORMS" not in parameters["FeatureTypes"]:
        raise InvalidParameterException(detail="HumanLoopConfig is for FORMS")
    if "S3Object" not in parameters["Document"]:
        raise InvalidParameterException(detail="HumanLoopConfig is for documents in S3")


def activation(
    parameters: Mapping[str, Any], answer: Mapping[str, Any], *, a2i_url: str, region: str
) -> dict[str, Any]:
    """Return the HumanLoopActivationOutput for an answer; a loop is started where it says so."""
    body = msgspec.json.encode({"region": region, "request": parameters, "response": answer})
    connection = http.client.HTTPConnection(urlsplit(a2i_url).netloc, timeout=TIMEOUT)
    try:
        connection.request("POST", ACTIVATION, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        told: dict[str, Any] = msgspec.json.decode(response.read())
    except (OSError, msgspec.DecodeError) as error:
        raise InternalServerError(detail=f"A2I does not answer: {error}") from error
    finally:
        connection.close()
    if response.status >= 400:
        raise _refusal(response.status, str(told.get("message", "")))
    return told


def _refusal(status: int, message: str) -> TextractError:
    if status == TOO_MANY:
        return HumanLoopQuotaExceededException()
    if status >= SERVER_ERROR:
        return InternalServerError(detail=f"A2I: {message}")
    shown = message if FINISHED in message else None
    return InvalidParameterException(shown, detail=f"A2I: {message}")
