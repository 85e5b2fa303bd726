"""Control calls: a test lets loops be answered, fail, expire, and be told of twice."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError

import pytest

from local.a2i.server import Server
from tests.local.a2i.conftest import MakeFlow
from tests.local.a2i.stand_in_aws import StandInAws

Start = Callable[..., str]
Control = Callable[..., Any]


@pytest.fixture
def control(server: Server) -> Control:
    """Return a function for control calls: their JSON, or an HTTPError."""

    def control(method: str, path: str, body: object = None) -> object:
        request = urllib.request.Request(  # noqa: S310 - our own loopback
            f"{server.url}/_papertray/{path}", data=json.dumps(body).encode(), method=method
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            told: object = json.load(answer)
        server.a2i.tick()
        return told

    return control


@pytest.fixture
def loop(make_flow: MakeFlow, start: Start) -> str:
    return start(make_flow())


@pytest.mark.usefixtures("loop")
def test_a_loop_fails_on_demand(control: Control, aws: StandInAws) -> None:
    told = control("POST", "human-loops/loop-1/fail", {"code": "InternalError", "reason": "why"})

    assert told["status"] == "Failed"
    assert [(each["failureCode"], each["failureReason"]) for each in aws.details] == [
        ("InternalError", "why")
    ]


@pytest.mark.usefixtures("loop")
def test_a_loop_expires_on_demand(control: Control, aws: StandInAws) -> None:
    control("POST", "human-loops/loop-1/expire", {})

    assert [each["failureCode"] for each in aws.details] == ["Expired"]


@pytest.mark.usefixtures("loop")
def test_a_loop_is_answered_without_a_browser_and_told_of_twice(
    control: Control, aws: StandInAws
) -> None:
    told = control("POST", "human-loops/loop-1/answer", {"content": {"total": "1"}})
    control("POST", "human-loops/loop-1/repeat", {})

    assert told["status"] == "Completed"
    assert len(aws.details) == 2
    assert aws.details[0] == aws.details[1]


def test_all_loops_are_listed_with_the_pages_of_their_tasks(control: Control, loop: str) -> None:
    (told,) = control("GET", "human-loops")["human_loops"]

    assert (told["name"], told["flow_definition"]) == (loop.rpartition("/")[2], "checks")
    assert [(task["worker"], task["answered"]) for task in told["tasks"]] == [("worker-1", False)]
    assert told["tasks"][0]["page"].startswith("/work/")


def test_the_account_becomes_no_customer_on_demand(control: Control, server: Server) -> None:
    assert control("PUT", "customer", {"customer": False}) == {"customer": False}
    assert not server.a2i.customer


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "human-loops/none/fail", {}, 404),
        ("POST", "human-loops/loop-1/explode", {}, 400),
        ("POST", "human-loops/loop-1/answer", {"content": 1}, 400),
        ("POST", "human-loops/loop-1/answer", {"content": {}, "worker": "nobody"}, 400),
        ("PUT", "customer", {"customer": "no"}, 400),
        ("GET", "elsewhere", None, 404),
    ],
)
@pytest.mark.usefixtures("loop")
def test_other_control_calls_are_refused(
    control: Control, method: str, path: str, body: object, status: int
) -> None:
    with pytest.raises(HTTPError) as refused:
        control(method, path, body)

    assert refused.value.code == status
    refused.value.close()
