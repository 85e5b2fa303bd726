"""`papertray invoke`: hand one document to a function, and look at the blocks that come back."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from console.errors import CommandError, unreachable
from console.stack import function_in_stack, function_names
from console.terminal import printable

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_lambda.type_defs import InvocationResponseTypeDef

# Bytes: as base64, with {"image":""} around, it fills the 6,291,456 that Lambda takes (quota).
MAX_FILE = 4_718_580
FUNCTION_TIMEOUT = 120  # seconds to wait; our own functions end within it

Block = Mapping[str, Any]


def invoke(function: str, document: str, *, stack: str) -> list[Block]:
    """Return the blocks that `function` finds in `document`, a local path or s3://bucket/key.

    `function` is the name of a Lambda function, or of one of ours in `stack`, like "detect".
    """
    payload = json.dumps(event(document)).encode()
    try:
        # An invocation that is repeated is paid for twice: one attempt.
        client = boto3.client(
            "lambda",
            config=Config(read_timeout=FUNCTION_TIMEOUT, retries={"total_max_attempts": 1}),
        )
        return blocks_of(function, _answer(client, function, payload, stack))
    except BotoCoreError as error:
        raise unreachable(error) from error


def event(document: str) -> dict[str, Any]:
    """Return the event for a document: its bytes, or where it lies in S3."""
    if document.startswith("s3://"):
        bucket, _, key = document.removeprefix("s3://").partition("/")
        if not bucket or not key:
            raise CommandError(f"{document} names no object: write s3://bucket/path/document.png")
        return {"S3Object": {"Bucket": bucket, "Name": key}}
    return {"image": base64.b64encode(_content(Path(document))).decode()}


def _content(path: Path) -> bytes:
    if not path.exists():
        raise CommandError(f"{path} does not exist")
    if not path.is_file():
        raise CommandError(f"{path} is not a file: name one document")
    size = path.stat().st_size
    if size == 0:
        raise CommandError(f"{path} is empty")
    if size > MAX_FILE:
        raise CommandError(
            f"{path} has {size:,} bytes; an invocation carries at most {MAX_FILE:,}. "
            "Upload it, and name it as s3://bucket/key"
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error


def _answer(client: LambdaClient, function: str, payload: bytes, stack: str) -> Any:  # noqa: ANN401
    try:
        answer = _invoked(client, function, payload) or _invoked(
            client, _of_stack(function, stack), payload
        )
    except ClientError as error:
        raise CommandError(f"{function} was not invoked: {error}") from error
    if answer is None:
        raise CommandError(f"the stack {stack!r} names a function that is gone: deploy it again")
    body = _decoded(answer["Payload"].read() or b"null")
    if "FunctionError" in answer:
        raise CommandError(f"{function} failed: {_failure(body)}")
    return body


def _invoked(client: LambdaClient, name: str, payload: bytes) -> InvocationResponseTypeDef | None:
    """Return the function's answer, or None where there is no such function."""
    try:
        return client.invoke(FunctionName=name, Payload=payload)
    except client.exceptions.ResourceNotFoundException:
        return None


def _of_stack(function: str, stack: str) -> str:
    name = function_in_stack(function, stack)
    if name is None:
        known = ", ".join(function_names(stack)) or "none"
        raise CommandError(
            f"there is no function {function!r} here, and none of that name in the stack "
            f"{stack!r} (it has: {known})"
        )
    return name


def _failure(body: object) -> str:
    if not isinstance(body, dict):
        return str(body)
    return f"{body.get('errorType', 'error')}: {body.get('errorMessage', 'no message')}"


def blocks_of(function: str, answer: object) -> list[Block]:
    """Return the blocks of {"statusCode", "body"}, as our function and AWS's tutorial's answer."""
    unfit = CommandError(f"{function} answers without blocks: is it the right function?")
    if not isinstance(answer, dict) or "statusCode" not in answer:
        raise unfit
    body = answer.get("body")
    body = _decoded(body) if isinstance(body, str) else body
    if answer["statusCode"] != 200:
        error = body if isinstance(body, dict) else {}
        name, message = error.get("Error", "Error"), error.get("ErrorMessage", body)
        raise CommandError(f"{function} refused the document: {name}: {message}")
    if not isinstance(body, list) or not all(map(_is_block, body)):
        raise unfit
    return body


def _is_block(value: object) -> bool:
    return isinstance(value, dict) and {"BlockType", "Id"} <= value.keys()


def _decoded(text: str | bytes) -> Any:  # noqa: ANN401
    """Return JSON's value, or what is none as it is."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def described(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the lines that show each block, and a count per type at the end."""
    yield from map(printable, _described_all(blocks))


def _described_all(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        yield from _described(block)
        yield ""
    yield f"Blocks detected: {len(blocks)}"
    for kind, count in Counter(block["BlockType"] for block in blocks).most_common():
        yield f"  {kind}: {count}"


def _described(block: Block) -> Iterator[str]:
    yield f"Type: {block['BlockType']}"
    if "Text" in block:
        yield f"Detected: {block['Text']}"
    if block.get("Confidence") is not None:
        yield f"Confidence: {block['Confidence']:.2f}%"
    yield f"Id: {block['Id']}"
    for relationship in block.get("Relationships") or []:
        yield f"{relationship['Type']}: {len(relationship['Ids'])} blocks"
    if geometry := block.get("Geometry"):
        box = geometry["BoundingBox"]
        names = ("Left", "Top", "Width", "Height")
        yield "Bounding box: " + ", ".join(f"{name} {box[name]:.4f}" for name in names)
        points = (f"({point['X']:.4f}, {point['Y']:.4f})" for point in geometry["Polygon"])
        yield "Polygon: " + " ".join(points)
