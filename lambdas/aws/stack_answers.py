"""How a custom resource's function answers CloudFormation: a PUT to the URL that it was given."""

from __future__ import annotations

import urllib.request
from typing import Any

import msgspec

TIMEOUT = 10  # seconds


def put_answer(url: str, answer: dict[str, Any]) -> None:
    """Send `answer` (CloudFormation's response object, at most 4,096 bytes); raise OSError."""
    request = urllib.request.Request(  # noqa: S310  (CloudFormation's own URL)
        url,
        data=msgspec.json.encode(answer),
        method="PUT",
        headers={"Content-Type": ""},  # the URL is signed without one, and urllib would add one
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT):  # noqa: S310
        pass
