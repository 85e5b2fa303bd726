"""Direct invocation: the text blocks of one page, straight back.

Takes what the function of AWS's Lambda tutorial takes, {"image": "<base64>"} or
{"S3Object": {"Bucket", "Name", "Version"?}}, and answers alike: {"statusCode", "body"}, the body
always a JSON string, of blocks or of {"Error", "ErrorMessage"}.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from lambdas.errors import PapertrayError, TransientError
from lambdas.observability import log
from lambdas.pipeline.detect import detect, source
from lambdas.services import services


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    try:
        return {"statusCode": 200, "body": detect(source(event), services())}
    except PapertrayError as error:
        name, message = type(error).__name__, str(error)
        status = 503 if isinstance(error, TransientError) else 400
    except ClientError as error:
        said = error.response["Error"]
        name, message = said["Code"], said.get("Message", "no message")
        status = 400
    log.warning("not detected", error=name)
    return {"statusCode": status, "body": json.dumps({"Error": name, "ErrorMessage": message})}
