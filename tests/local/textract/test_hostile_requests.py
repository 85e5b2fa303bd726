"""Whatever a body holds, it is answered in Textract's own terms, and the server goes on."""

from __future__ import annotations

import http.client
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local.textract.errors import ERRORS
from local.textract.server import Server
from local.textract.validation import service_model

SIGNED = "AWS4-HMAC-SHA256 Credential=AKIA/20261121/us-east-1/textract/aws4_request, Signature=x"
EXPECTED = {*ERRORS, "SerializationException"} - {"InternalServerError"}

TEXTS = st.text(max_size=5) | st.sampled_from(
    ["documents", "a.pdf", "QUERIES", "FORMS", "*", "1-2", "A" * 64, "\ud800", "\x00", "é"]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS
NAMES = st.sampled_from(
    sorted(
        {
            name
            for shape in map(service_model().shape_for, service_model().shape_names)
            for name in getattr(shape, "members", {})
        }
    )
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


def shaped(shape: Any, depth: int = 6) -> st.SearchStrategy[Any]:  # noqa: ANN401  (a strategy's)
    """Return requests that mostly have the shape of the model, with strange values in them."""
    if depth == 0:
        return SCALARS
    if shape.type_name == "structure":
        members = {name: shaped(each, depth - 1) for name, each in shape.members.items()}
        return st.fixed_dictionaries({}, optional=members) | VALUES
    if shape.type_name == "list":
        return st.lists(shaped(shape.member, depth - 1), max_size=2) | SCALARS
    if getattr(shape, "enum", None):
        return st.sampled_from(shape.enum) | SCALARS
    return SCALARS


REQUESTS = st.sampled_from(service_model().operation_names).flatmap(
    lambda name: st.tuples(st.just(name), shaped(service_model().operation_model(name).input_shape))
)


def answered(server: Server, operation: str, body: bytes) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    headers = {
        "Authorization": SIGNED,
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": f"Textract.{operation}",
    }
    connection.request("POST", "/", body, headers)
    response = connection.getresponse()
    answer = json.loads(response.read())
    connection.close()
    return response.status, answer


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(REQUESTS)
def test_any_json_is_answered(server: Server, request_: tuple[str, Any]) -> None:
    operation, parameters = request_

    status, answer = answered(server, operation, json.dumps(parameters).encode())

    if status != 200:
        assert answer["__type"] in EXPECTED, (operation, parameters)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"Document":' * 5_000,
        b'{"JobId": "\xff"}',
        b'{"JobId": "\\ud800"}',
        b"\x00",
    ],
    ids=["lists in lists", "objects in objects", "no UTF-8", "half a character", "no JSON"],
)
def test_what_is_no_json_for_textract_does_not_deserialize(server: Server, body: bytes) -> None:
    status, answer = answered(server, "GetDocumentAnalysis", body)

    assert (status, answer["__type"]) == (400, "SerializationException")


def test_a_plan_that_is_too_deep_is_refused(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request("PUT", "/_papertray/plan", b"[" * 100_000)
    response = connection.getresponse()
    message = json.loads(response.read())["message"]
    connection.close()

    assert response.status == 400
    assert "the plan is no JSON" in message
