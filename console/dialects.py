"""Textract's answers in what other programs make of them: lists, lines, envelopes, other names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from lambdas.extraction.own_names import in_own_names

Text = bytes | msgspec.Raw
"""JSON in UTF-8."""

CONTENTS = ("Blocks", "ExpenseDocuments", "IdentityDocuments", "Results", "Summary", "JobStatus")
VERSIONS = (
    "DetectDocumentText",
    "AnalyzeDocument",
    "AnalyzeExpense",
    "AnalyzeID",
    "AnalyzeLending",
)
NAMES = (*CONTENTS, "DocumentMetadata", *(f"{each}ModelVersion" for each in VERSIONS))
# As Java or Python programs, and human reviews, spell them; "results" and "summary" are everybody's
OTHER_NAMES = {
    *("blocks", "expenseDocuments", "identityDocuments", "jobStatus", "documentMetadata"),
    *("expense_documents", "identity_documents", "job_status", "document_metadata"),
}
BLOCK_NAMES = {"BlockType": b"Blocks", "blockType": b"blocks", "block_type": b"blocks"}
DEPTH = 3  # envelopes: Payload, body; deeper are a human review's own answers
USUAL = re.compile(rb'\s*\{\s*"(?:%s)"\s*:' % "|".join(NAMES).encode())
FIRST = re.compile(rb"\s*(\S)")
SOMETHING = re.compile(rb"\S")

NOT_JSON = (msgspec.DecodeError, ValueError, RecursionError)

_object = msgspec.json.Decoder(dict[str, msgspec.Raw])
_list = msgspec.json.Decoder(list[msgspec.Raw])
_lines = msgspec.json.Decoder(msgspec.Raw)


def texts(content: bytes) -> Sequence[Text]:
    """Return the answers in a content, in Textract's own names; what holds none is left as it is.

    An ordinary answer costs a look at its beginning only.
    """
    try:
        members = _members(content)
    except NOT_JSON:
        return [content]  # whose decoding tells what is wrong
    return [text for member in members for text in _answers(member, DEPTH) or [member]]


def _members(content: bytes) -> Sequence[Text]:
    """Return the lines of JSON lines, the members of a list, or else the content itself."""
    end = content.find(b"\n")
    if (
        end > 0
        and content[:end].rstrip().endswith((b"}", b"]"))
        and SOMETHING.search(content, end)
        and (lines := _found(lambda each: [*_lines.decode_lines(each)], content))
    ):
        return lines
    if _begins(content) != b"[":
        return [content]
    members = _list.decode(content)
    return [content] if not members or _block_names(members[0]) else members


def _answers(text: Text, depth: int) -> list[Text]:
    """Return the answers in a text, which `depth` envelopes may be around; none at what is none."""
    if USUAL.match(text):
        return [text]
    reading = {b"{": _of_object, b"[": _of_list, b'"': _of_string}.get(_begins(text))
    return _found(lambda each: reading(each, depth), text) if reading else []


def _of_object(text: Text, depth: int) -> list[Text]:
    members = _object.decode(text)
    if not members.keys().isdisjoint(NAMES):
        return [text]
    if not members.keys().isdisjoint(OTHER_NAMES):
        return [in_own_names(bytes(text))]
    return [each for member in members.values() for each in _inside(member, depth)]


def _of_list(text: Text, depth: int) -> list[Text]:
    """Return the answers in a list, which may be the blocks alone of one."""
    members = _list.decode(text)
    if members and (name := _block_names(members[0])):
        return _answers(b"".join((b'{"', name, b'":', text, b"}")), depth)
    return [each for member in members for each in _inside(member, depth)]


def _of_string(text: Text, depth: int) -> list[Text]:
    return _answers(msgspec.json.decode(text, type=str).encode(), depth)


def _inside(member: Text, depth: int) -> list[Text]:
    return _answers(member, depth - 1) if depth else []


def _block_names(text: Text) -> bytes | None:
    """Return what a list that begins with such a member is called, if that is a block."""
    if _begins(text) != b"{" or USUAL.match(text):
        return None
    names = _object.decode(text)
    return next((name for key, name in BLOCK_NAMES.items() if key in names), None)


def _begins(text: Text) -> bytes:
    first = FIRST.match(text)
    return first[1] if first else b""


def _found(read: Callable[[Text], list[Text]], text: Text) -> list[Text]:
    """Return what reading a text finds, and nothing in what is no JSON."""
    try:
        return read(text)
    except NOT_JSON:
        return []
