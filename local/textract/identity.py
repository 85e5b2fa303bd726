"""Who calls Textract, and where: what the request's headers say of region and credentials."""

import re
from collections.abc import Mapping

from local.identity import Identity, credentials
from local.textract.errors import MissingAuthenticationTokenException

CALLER_HEADER = "x-papertray-caller"
CHANNEL_HEADER = "x-papertray-channel"

_CREDENTIAL_SCOPE = re.compile(r"Credential=[^/\s]+/\d{8}/(?P<region>[a-z0-9-]+)/textract/")


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
