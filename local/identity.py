"""With whose rights our services call AWS: the credentials that the local AWS hands them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import boto3


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


def session(identity: Identity) -> boto3.Session:
    """Return a session that acts as `identity`."""
    import boto3  # noqa: PLC0415 - who asks for no session starts faster

    keys = identity.credentials
    if keys is None:
        return boto3.Session(region_name=identity.region)
    return boto3.Session(
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_access_key,
        aws_session_token=keys.session_token,
        region_name=identity.region,
    )
