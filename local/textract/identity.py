"""Who calls, and where: what the request's headers say of region and credentials."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from local.textract.errors import MissingAuthenticationTokenException

CALLER_HEADER = "x-papertray-caller"
CHANNEL_HEADER = "x-papertray-channel"

_CREDENTIAL_SCOPE = re.compile(r"Credential=[^/\s]+/\d{8}/(?P<region>[a-z0-9-]+)/textract/")


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """Keys of one AWS identity; never shown in a repr, so never logged."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class Identity:
    """With whose rights, and in which region, AWS is called; without credentials: our own."""

    region: str
    credentials: Credentials | None = None


class _CredentialsHeader(msgspec.Struct, frozen=True, rename="pascal"):
    access_key_id: str
    secret_access_key: str
    session_token: str | None = None


def caller(headers: Mapping[str, str]) -> Identity:
    """Return the identity that called us, as the local AWS's gateway has authenticated it."""
    return Identity(region=_region(headers), credentials=credentials(headers, CALLER_HEADER))


def channel(headers: Mapping[str, str]) -> Identity:
    """Return the identity of the notification channel's role."""
    return Identity(region=_region(headers), credentials=credentials(headers, CHANNEL_HEADER))


def _region(headers: Mapping[str, str]) -> str:
    scope = _CREDENTIAL_SCOPE.search(headers.get("authorization", ""))
    if scope is None:
        raise MissingAuthenticationTokenException
    return scope["region"]


def credentials(headers: Mapping[str, str], name: str) -> Credentials | None:
    """Return the credentials in one of the headers that the local AWS adds."""
    header = headers.get(name)
    if header is None:
        return None
    try:
        keys = msgspec.json.decode(base64.b64decode(header, validate=True), type=_CredentialsHeader)
    except (binascii.Error, msgspec.DecodeError) as error:
        raise ValueError(f"header {name} is not base64 of a JSON with credentials") from error
    return Credentials(
        access_key_id=keys.access_key_id,
        secret_access_key=keys.secret_access_key,
        session_token=keys.session_token,
    )
