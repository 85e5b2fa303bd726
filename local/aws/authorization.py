"""May this caller do this? Answered by MiniStack's own signature check and IAM."""

from __future__ import annotations

import base64
import json
import time
import uuid
from collections.abc import MutableMapping, Sequence
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

# Roles are used when jobs and human loops end: in ten days at most
SESSION_SECONDS = 30 * 24 * 3600

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


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An HTTP answer."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Permission:
    """An action on a resource."""

    action: str
    resource: str = "*"


@dataclass(frozen=True, kw_only=True)
class Passed:
    """A role that the caller passes to a service, which then acts with its rights."""

    role_arn: str
    service: str
    """The principal, such as textract.amazonaws.com."""
    header: str
    """Which of our headers brings the role's credentials to our process."""
    refusal: str | None
    """The error code for a role that does not trust the service; None: our process sees to it."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a request needs to be allowed, and how its service words a denial."""

    permissions: Sequence[Permission]
    passed: Passed | None = None
    denied_status: int = 400


def error(code: str, message: str, *, status: int = 400) -> Answer:
    """Return `code` as services of AWS answer it, in JSON or REST."""
    return Answer(
        status=status,
        headers={
            "content-type": "application/x-amz-json-1.1",
            "x-amzn-errortype": code,
            "x-amzn-requestid": _request_id(),
        },
        body=json.dumps({"__type": code, "Message": message}).encode(),
    )


def verdict(request: Request, asked: Asked) -> Answer | Headers:
    """Return the refusal, or the headers that tell our process on whose behalf it acts."""
    key = _pinned(request)
    for permission in asked.permissions:
        if refused := _refused(request, key, permission, asked):
            return refused
    caller = iam_evaluator.resolve_credential(key, get_account_id())
    headers = [
        _header("caller", caller.access_key_id, caller.secret_access_key, caller.session_token)
    ]
    if asked.passed:
        session = _passed(request, key, asked, asked.passed)
        if isinstance(session, Answer):
            return session
        headers += session
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
    request: Request, key: str, permission: Permission, asked: Asked, **context: str
) -> Answer | None:
    action, resource = permission.action, permission.resource
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
            action.partition(":")[0], action, _request_id(), denied, request.fields
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
    return error("AccessDeniedException", message, status=asked.denied_status)


def _passed(request: Request, key: str, asked: Asked, passed: Passed) -> Answer | Headers:
    """Return the header with credentials of the role; none for one that does not trust."""
    permission = Permission(action="iam:PassRole", resource=passed.role_arn)
    context = {"iam:PassedToService": passed.service}
    if refused := _refused(request, key, permission, asked, **context):
        return refused
    role = iam._roles.get(passed.role_arn.rpartition("/")[2])
    if role is not None and role["Arn"] == passed.role_arn and _trusts(role, passed.service):
        return [_session(role, passed)]
    if passed.refusal is None:
        return []
    return error(passed.refusal, f"{passed.service} cannot assume the role {passed.role_arn}")


def _session(role: dict[str, Any], passed: Passed) -> tuple[bytes, bytes]:
    secret, token = iam._gen_secret(), iam._gen_session_token()
    session_key = iam._gen_session_access_key()
    name = passed.service.partition(".")[0]
    sts.register_session(
        session_key,
        {
            "Arn": f"arn:aws:sts::{get_account_id()}:assumed-role/{role['RoleName']}/{name}",
            "UserId": f"{role['RoleId']}:{name}",
            "SecretAccessKey": secret,
            "SessionToken": token,
            "AccountId": get_account_id(),
            "PrincipalType": "AssumedRole",
            "Expiration": time.time() + SESSION_SECONDS,
        },
    )
    return _header(passed.header, session_key, secret, token)


def _trusts(role: dict[str, Any], service: str) -> bool:
    account = get_account_id()
    context = iam_evaluator.EvalContext(
        principal_arn=service,
        principal_type="Service",
        principal_account=account,
        action="sts:AssumeRole",
        resource_arn=role["Arn"],
        region="",
        service_context={
            "aws:sourceaccount": account,
            "aws:sourcearn": f"arn:aws:{service.partition('.')[0]}:{get_region()}:{account}:*",
        },
    )
    trust = role["AssumeRolePolicyDocument"]
    allowed = iam_evaluator.evaluate_resource_policy(trust, context, service=service)
    return bool(allowed.decision == "Allow")


def _header(name: str, key: str, secret: str, token: str | None) -> tuple[bytes, bytes]:
    credentials = {"AccessKeyId": key, "SecretAccessKey": secret, "SessionToken": token}
    value = base64.b64encode(json.dumps(credentials).encode())
    return f"x-papertray-{name}".encode(), value


def _request_id() -> str:
    return str(uuid.uuid4())
