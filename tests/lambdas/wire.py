"""What botocore reads an answer from, where a test answers in AWS's place."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.awsrequest import AWSResponse


class _Body(io.BytesIO):
    def stream(self) -> Iterator[bytes]:
        yield self.read()


def response(
    url: str, status: int, body: bytes | Mapping[str, Any], headers: Mapping[str, str]
) -> Any:  # noqa: ANN401  (botocore has no type for it)
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    told: Any = {"x-amzn-requestid": "r-1", **headers}
    raw: Any = _Body(content)
    return AWSResponse(url, status, told, raw)
