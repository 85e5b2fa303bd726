"""Control calls: a plan is set and read, counts are read and reset; web pages are turned away."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from local.textract.server import Server

if TYPE_CHECKING:
    from mypy_boto3_textract import TextractClient

Control = Callable[..., tuple[int, Any]]

THROTTLE: Any = {"fault": "error", "code": "ThrottlingException", "first": 1}


def test_a_plan_is_followed_from_the_moment_it_is_set(
    control: Control, textract: TextractClient, a_document: Callable[..., bytes]
) -> None:
    textract.detect_document_text(Document={"Bytes": a_document()})

    status, told = control("PUT", "plan", {"faults": [THROTTLE], "seed": 7})

    assert (status, told["seed"], told["faults"][0]["fault"]) == (200, 7, "error")
    assert control("GET", "plan") == (200, told)
    with pytest.raises(textract.exceptions.ThrottlingException, match="Slow down"):
        textract.detect_document_text(Document={"Bytes": a_document()})
    textract.detect_document_text(Document={"Bytes": a_document()})


def test_an_empty_plan_is_that_of_aws(control: Control) -> None:
    _, plan = control("PUT", "plan", {})

    assert plan["quotas"]["enforced"] is True
    assert plan["quotas"]["open_jobs"] == 600
    assert plan["faults"] == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "the plan is no JSON"),
        ({"faults": [{**THROTTLE, "first": 0}]}, "faults[0].first = 0: Expected `int` >= 1"),
        ({"answers": {"folder": "/no/such/folder"}}, "/no/such/folder/answers.json cannot be read"),
    ],
    ids=str,
)
def test_a_wrong_plan_is_refused_and_the_old_one_stays(
    control: Control, body: object, said: str
) -> None:
    before = control("GET", "plan")

    status, answer = control("PUT", "plan", body)

    assert (status, said in answer["message"]) == (400, True), answer
    assert control("GET", "plan") == before


def test_counts_start_again_when_they_are_deleted(
    control: Control, textract: TextractClient, a_document: Callable[..., bytes]
) -> None:
    textract.detect_document_text(Document={"Bytes": a_document()})
    assert control("GET", "counts")[1]["calls"] == {"DetectDocumentText": 1}

    assert control("DELETE", "counts") == (200, {})

    assert control("GET", "counts")[1] == {
        "calls": {},
        "pages": {},
        "throttles": {},
        "errors": {},
        "notices": {},
    }


@pytest.mark.parametrize("path", ["plan/", "nonsense", "../counts"])
def test_other_paths_name_those_that_there_are(control: Control, path: str) -> None:
    status, answer = control("GET", path)

    assert status == 404
    assert "/_papertray/counts" in answer["message"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Host": "127.0.0.1.evil.example:80"},
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
def test_a_web_page_is_turned_away(server: Server, method: str, headers: dict[str, str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request(method, "/_papertray/plan", b"{}", headers)
    response = connection.getresponse()
    answer = json.loads(response.read())
    connection.close()

    assert (response.status, answer["__type"]) == (403, "ForbiddenException")


def test_a_connection_serves_control_calls_and_operations_alike(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    for method in ("DELETE", "GET", "PUT", "GET"):
        connection.request(method, "/_papertray/plan", b"{}")
        response = connection.getresponse()
        assert json.loads(response.read())
        assert response.status == (404 if method == "DELETE" else 200)
    connection.close()


def test_this_machine_has_two_names(control: Control) -> None:
    assert control("GET", "plan", Host="localhost:1234")[0] == 200
    assert control("GET", "plan", Host="127.0.0.1")[0] == 200
