"""The adapter operations, for an account that has no adapters: none can be trained here."""

from collections.abc import Mapping
from typing import Any

from local.textract.errors import ResourceNotFoundException, ValidationException

LISTS = {"ListAdapters": "Adapters", "ListAdapterVersions": "AdapterVersions"}
OF_ONE = (
    "GetAdapter",
    "UpdateAdapter",
    "DeleteAdapter",
    "CreateAdapterVersion",
    "GetAdapterVersion",
    "DeleteAdapterVersion",
    "TagResource",
    "UntagResource",
    "ListTagsForResource",
)
OPERATIONS = ("CreateAdapter", *LISTS, *OF_ONE)


def answer(operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return an operation's response, or raise the error that is its answer."""
    if operation == "CreateAdapter":
        raise ValidationException("This local Textract trains no adapters: use AWS for them.")
    if operation in OF_ONE or "AdapterId" in parameters:
        raise ResourceNotFoundException(detail=f"{operation}: this account has no adapters")
    return {LISTS[operation]: []}
