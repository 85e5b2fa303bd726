"""What goes over the wire: AWS JSON 1.1, and a clear error for everything else."""

from __future__ import annotations

import base64
import http.client
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from local.textract.server import Server
from local.textract.validation import service_model

SIGNED = "AWS4-HMAC-SHA256 Credential=AKIA/20261121/us-east-1/textract/aws4_request, Signature=x"
HEADERS = {
    "Authorization": SIGNED,
    "Content-Type": "application/x-amz-json-1.1",
    "X-Amz-Target": "Textract.DetectDocumentText",
}


@pytest.fixture
def connection(server: Server) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    yield connection
    connection.close()


def post(
    connection: http.client.HTTPConnection, body: bytes, *, path: str = "/", **headers: str | None
) -> tuple[http.client.HTTPResponse, dict[str, Any]]:
    changed = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {name: value for name, value in {**HEADERS, **changed}.items() if value is not None}
    connection.request("POST", path, body, sent)
    response = connection.getresponse()
    return response, json.loads(response.read())


def test_an_answer_is_json_1_1_with_a_request_id(
    connection: http.client.HTTPConnection, a_document: Callable[..., bytes]
) -> None:
    document = base64.b64encode(a_document()).decode()

    response, body = post(connection, json.dumps({"Document": {"Bytes": document}}).encode())

    assert response.status == 200
    assert response.headers["content-type"] == "application/x-amz-json-1.1"
    assert len(response.headers["x-amzn-requestid"]) == 36
    assert body["DocumentMetadata"] == {"Pages": 1}


def test_members_that_the_model_does_not_know_are_ignored(
    connection: http.client.HTTPConnection, a_document: Callable[..., bytes]
) -> None:
    document = base64.b64encode(a_document()).decode()

    response, _ = post(
        connection, json.dumps({"Document": {"Bytes": document, "Colour": 1}, "X": 2}).encode()
    )

    assert response.status == 200


def test_an_error_names_its_type_and_message(connection: http.client.HTTPConnection) -> None:
    response, body = post(connection, b"{}")

    assert response.status == 400
    assert body == {
        "__type": "InvalidParameterException",
        "Message": "Request has invalid parameters",
    }
    assert response.headers["x-amzn-requestid"]


def test_a_connection_serves_one_call_after_another(connection: http.client.HTTPConnection) -> None:
    post(connection, b"{}")
    first = connection.sock
    post(connection, b"{}")

    assert connection.sock is first is not None


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'{"Document": 1}',
        b'{"Document": {"Bytes": 1234}}',
        b'{"Document": {"Bytes": "*"}}',
    ],
)
def test_a_body_that_is_no_such_json_does_not_deserialize(
    connection: http.client.HTTPConnection, body: bytes
) -> None:
    response, answer = post(connection, body)

    assert (response.status, answer["__type"]) == (400, "SerializationException")


def test_another_protocol_is_refused_by_name(connection: http.client.HTTPConnection) -> None:
    response, body = post(
        connection,
        b"\xbf\xff",
        path="/service/Textract/operation/DetectDocumentText",
        Content_Type="application/cbor",
        X_Amz_Target=None,
    )

    assert response.status == 415
    assert "AWS JSON 1.1" in body["Message"]


@pytest.mark.parametrize("target", ["Textract.DetectDogs", "Rekognition.DetectText", None])
def test_an_unknown_operation_is_refused(
    connection: http.client.HTTPConnection, target: str | None
) -> None:
    response, body = post(connection, b"{}", X_Amz_Target=target)

    assert (response.status, body["__type"]) == (400, "UnknownOperationException")


def test_every_operation_of_the_model_is_done_here(
    connection: http.client.HTTPConnection,
) -> None:
    for operation in service_model().operation_names:
        _, answer = post(connection, b"{}", X_Amz_Target=f"Textract.{operation}")

        assert answer.get("__type") != "UnknownOperationException", operation


def test_an_unsigned_call_is_refused(connection: http.client.HTTPConnection) -> None:
    response, body = post(connection, b"{}", Authorization=None)

    assert (response.status, body["__type"]) == (400, "MissingAuthenticationTokenException")


def test_a_body_beyond_any_request_is_refused_before_it_is_kept(
    connection: http.client.HTTPConnection,
) -> None:
    response, body = post(connection, b" " * (17 * 1024 * 1024))

    assert (response.status, body["__type"]) == (413, "RequestEntityTooLargeException")


def test_unreadable_credentials_of_the_gateway_are_a_fault_of_ours(
    connection: http.client.HTTPConnection,
) -> None:
    response, body = post(connection, b"{}", x_papertray_caller="nonsense")

    assert (response.status, body["__type"]) == (500, "InternalServerError")
