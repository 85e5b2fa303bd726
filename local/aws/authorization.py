"""May this caller do this with Textract? Answered by MiniStack's own signature check and IAM."""

from __future__ import annotations

import base64
import json
import time
import uuid
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote

from ministack import app as ministack  # type: ignore[import-not-found]
from ministack.core import iam_evaluator  # type: ignore[import-not-found]
from ministack.core.responses import (  # type: ignore[import-not-found]
    get_account_id,
    get_region,
    set_request_account_id,
    set_request_region,
)
from ministack.core.router import (  # type: ignore[import-not-found]
    extract_access_key_id,
    extract_region,
)
from ministack.services import iam, sts  # type: ignore[import-not-found]

TEXTRACT = "textract.amazonaws.com"
CHANNEL_SESSION = 12 * 3600  # seconds; a job's notice is published when it is done

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request as ASGI gives it, with its body."""

    scope: MutableMapping[str, Any]
    body: bytes

    @property
    def fields(self) -> dict[str, str]:
        raw = self.scope["headers"]
        return {name.decode().lower(): value.decode("latin-1") for name, value in raw}

    @property
    def operation(self) -> str:
        return self.fields.get("x-amz-target", "").removeprefix("Textract.")

    @property
    def channel_role(self) -> str | None:
        """The role of the NotificationChannel; None where Textract's own validation refuses it."""
        try:
            role = json.loads(self.body)["NotificationChannel"]["RoleArn"]
        except (ValueError, KeyError, TypeError):
            return None
        return role if isinstance(role, str) else None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An HTTP answer."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes


def error(code: str, message: str, *, status: int = 400) -> Answer:
    """Return `code` as Textract answers it."""
    return Answer(
        status=status,
        headers={"content-type": "application/x-amz-json-1.1", "x-amzn-requestid": _request_id()},
        body=json.dumps({"__type": code, "Message": message}).encode(),
    )


def verdict(request: Request) -> Answer | Headers:
    """Return the refusal, or the headers that tell the Textract process on whose behalf it acts."""
    key = _pinned(request)
    refused = _refused(request, key, f"textract:{request.operation}", "*")
    if refused:
        return refused
    caller = iam_evaluator.resolve_credential(key, get_account_id())
    headers = [
        _header("caller", caller.access_key_id, caller.secret_access_key, caller.session_token)
    ]
    if role_arn := request.channel_role:
        session = _channel_session(request, key, role_arn)
        if isinstance(session, Answer):
            return session
        headers.append(session)
    return headers


def _pinned(request: Request) -> str:
    """Tell MiniStack about the request, as it does for its own, and return the access key."""
    scope, fields = request.scope, request.fields
    query = parse_qs(scope["query_string"].decode(), keep_blank_values=True)
    key: str = extract_access_key_id(fields, query)
    if key:
        set_request_account_id(ministack._request_account_scope(key))
    set_request_region(extract_region(fields, query))
    iam_evaluator.pin_request_origin((scope.get("client") or ("127.0.0.1",))[0], True)
    raw_path = (scope.get("raw_path") or quote(scope["path"]).encode()).decode("latin-1")
    iam_evaluator.pin_signed_request(scope["method"], raw_path, query, scope["headers"])
    iam_evaluator.pin_signed_body(request.body)
    return key


def _refused(
    request: Request, key: str, action: str, resource: str, **context: str
) -> Answer | None:
    denied = iam_evaluator.enforce(
        key,
        action,
        action.partition(":")[0],
        extract_region(request.fields),
        resource_arn=resource,
        service_context=context,
    )
    if denied is None:
        return None
    if isinstance(denied, iam_evaluator.AuthError):
        status, headers, body = ministack._credential_failure(
            "textract", action, _request_id(), denied, request.fields
        )
        return Answer(status=status, headers=headers, body=body)
    on = "" if resource == "*" else f" on resource: {resource}"
    because = (
        "with an explicit deny in an identity-based policy"
        if denied.decision == "Deny"
        else f"because no identity-based policy allows the {action} action"
    )
    user = denied.principal_arn
    message = f"User: {user} is not authorized to perform: {action}{on} {because}"
    return error("AccessDeniedException", message)


def _channel_session(request: Request, key: str, role_arn: str) -> Answer | tuple[bytes, bytes]:
    """Return the header with credentials of the role that Textract publishes with."""
    refused = _refused(request, key, "iam:PassRole", role_arn, **{"iam:PassedToService": TEXTRACT})
    if refused:
        return refused
    role = iam._roles.get(role_arn.rpartition("/")[2])
    if role is None or role["Arn"] != role_arn or not _trusts_textract(role):
        return error("InvalidParameterException", f"Textract cannot assume the role {role_arn}")
    secret, token = iam._gen_secret(), iam._gen_session_token()
    session_key = iam._gen_session_access_key()
    session_arn = f"arn:aws:sts::{get_account_id()}:assumed-role/{role['RoleName']}/AmazonTextract"
    sts.register_session(
        session_key,
        {
            "Arn": session_arn,
            "UserId": f"{role['RoleId']}:AmazonTextract",
            "SecretAccessKey": secret,
            "SessionToken": token,
            "AccountId": get_account_id(),
            "PrincipalType": "AssumedRole",
            "Expiration": time.time() + CHANNEL_SESSION,
        },
    )
    return _header("channel", session_key, secret, token)


def _trusts_textract(role: dict[str, Any]) -> bool:
    account = get_account_id()
    context = iam_evaluator.EvalContext(
        principal_arn=TEXTRACT,
        principal_type="Service",
        principal_account=account,
        action="sts:AssumeRole",
        resource_arn=role["Arn"],
        region="",
        service_context={
            "aws:sourceaccount": account,
            "aws:sourcearn": f"arn:aws:textract:{get_region()}:{account}:*",
        },
    )
    trust = role["AssumeRolePolicyDocument"]
    allowed = iam_evaluator.evaluate_resource_policy(trust, context, service=TEXTRACT)
    return bool(allowed.decision == "Allow")


def _header(name: str, key: str, secret: str, token: str | None) -> tuple[bytes, bytes]:
    credentials = {"AccessKeyId": key, "SecretAccessKey": secret, "SessionToken": token}
    value = base64.b64encode(json.dumps(credentials).encode())
    return f"x-papertray-{name}".encode(), value


def _request_id() -> str:
    return str(uuid.uuid4())
