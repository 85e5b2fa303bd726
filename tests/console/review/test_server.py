"""What the page's server takes and gives, whoever asks it."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from threading import Thread
from typing import Any, NoReturn

import pytest
from flask.testing import FlaskClient

from console.review import server
from console.review.desk import MOST_BYTES, Desk
from console.review.guard import CSRF_HEADER, Guard
from console.review.refusals import Refused
from console.review.server import make_app, make_listener
from tests.console.review.conftest import InProcess, Office, Pair

GUARD = Guard(port=8000)
HERE = "http://127.0.0.1:8000"
OURS = {"Origin": HERE, CSRF_HEADER: GUARD.csrf}


class Unused:
    """Lambda, which must not be asked."""

    def invoke(self, **_: object) -> NoReturn:
        raise AssertionError("the function was invoked")


@pytest.fixture
def client(office: Office) -> FlaskClient:
    desk = Desk(client=InProcess(), function="review", reviewer="jane", session="jane-session")
    client = make_app(office.reviews(), desk, GUARD).test_client()
    client.get(GUARD.link)
    return client


def get(client: FlaskClient, path: str) -> Any:  # noqa: ANN401  (of Werkzeug's tests)
    return client.get(GUARD.root + path, base_url=HERE)


def post(client: FlaskClient, path: str, body: bytes = b"") -> Any:  # noqa: ANN401
    return client.post(GUARD.root + path, base_url=HERE, headers=OURS, data=body)


def test_hostile_text_leaves_as_data_and_never_as_a_page(
    office: Office, client: FlaskClient
) -> None:
    hostile = "<script>alert(1)</script>"
    document = office.receives(Pair(name=hostile, value=hostile, confidence=10))

    answer = get(client, f"/api/documents/{document.document_id}")

    assert answer.json["fields"][0]["value"] == hostile
    assert answer.content_type == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert hostile not in get(client, f"/documents/{document.document_id}").text


def test_pictures_are_pictures_and_their_faults_are_told(
    office: Office, client: FlaskClient
) -> None:
    document = office.receives(Pair(name="Name", value="Jane", confidence=10))
    pages = f"/documents/{document.document_id}/pages"

    assert get(client, f"{pages}/1.jpg").content_type == "image/jpeg"
    assert get(client, f"{pages}/9.jpg").status_code == 404
    assert "page 9 cannot be drawn" in get(client, f"{pages}/9.jpg").text


@pytest.mark.parametrize(
    "path",
    ["/", f"{GUARD.root}/", f"{GUARD.root}/documents/<b>"],
    ids=["root", "its own", "below its own"],
)
def test_a_person_without_the_link_sees_a_page_that_tells_nothing_of_ours(
    client: FlaskClient, path: str
) -> None:
    stranger = client.application.test_client()

    answer = stranger.get(path, base_url=HERE)

    assert (answer.status_code, answer.mimetype) == (403, "text/html")
    assert "<p>Forbidden. Open the newest link" in answer.text
    assert GUARD.csrf not in answer.text
    assert GUARD.root not in answer.text
    assert "<b>" not in answer.text


def test_a_program_without_the_link_is_told_in_json(client: FlaskClient) -> None:
    stranger = client.application.test_client()

    answer = stranger.get(f"{GUARD.root}/api/waiting", base_url=HERE)

    assert (answer.status_code, answer.mimetype) == (403, "application/json")
    assert json.loads(answer.text)["message"].startswith("Forbidden. Open the newest link")


@pytest.mark.parametrize(
    "path", ["/documents/..%2f..", "/documents/xyz", "/api/documents/" + "g" * 32]
)
def test_what_is_no_document_is_not_looked_for(client: FlaskClient, path: str) -> None:
    assert get(client, path).status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"x" * (MOST_BYTES + 1), 413),
        (b"no json", 400),
        (b'{"values": {"field-0": 1}}', 400),
        (b'{"values": {}, "reviewer": "the boss"}', 400),
    ],
)
def test_what_is_no_answer_is_refused(
    office: Office, client: FlaskClient, body: bytes, status: int
) -> None:
    document = office.receives(Pair(name="Name", value="Jane", confidence=10))

    answer = post(client, f"/api/documents/{document.document_id}/answer", body)

    assert answer.status_code == status
    assert answer.json["message"]


def test_a_review_that_lambda_would_not_take_is_told_before() -> None:
    desk = Desk(client=Unused(), function="review", reviewer="jane", session="jane-session")
    values = {f"field-{n}": "é" * 4000 for n in range(800)}  # 6.4 MB in UTF-8

    with pytest.raises(Refused, match="6 MB") as refused:
        desk.answer("0" * 32, {"values": values, "added": [], "note": "", "seconds": 1})

    assert refused.value.status == 413


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a server that waits a moment only."""
    monkeypatch.setattr(server._Quiet, "timeout", 0.2)
    listener = make_listener(0)
    thread = Thread(target=listener.serve_forever)
    thread.start()
    yield listener.port
    listener.shutdown()
    listener.server_close()
    thread.join()


def test_whoever_says_nothing_is_hung_up_on(impatient: int) -> None:
    with socket.create_connection(("127.0.0.1", impatient), timeout=30) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: ")

        assert slow.recv(1) == b""


def test_a_name_in_the_function_s_refusal_is_escaped(office: Office, client: FlaskClient) -> None:
    document = office.receives(Pair(name="Name", value="Jane", confidence=10))
    event = {"action": "claim", "document_id": document.document_id, "session": "other-session"}
    InProcess().invoke(
        FunctionName="review", Payload=json.dumps({**event, "reviewer": "\u202eboss"})
    )

    answer = post(client, f"/api/documents/{document.document_id}/claim")

    assert (answer.status_code, answer.json["error"]) == (409, "Claimed")
    assert "\u202e" not in answer.json["message"]


def test_another_console_of_the_same_person_is_another(office: Office, client: FlaskClient) -> None:
    document = office.receives(Pair(name="Name", value="Jane", confidence=10))
    event = {"action": "claim", "document_id": document.document_id, "session": "other-session"}
    InProcess().invoke(FunctionName="review", Payload=json.dumps({**event, "reviewer": "jane"}))

    (waiting,) = get(client, "/api/waiting").json["waiting"]

    assert (waiting["held_by"], waiting["held_by_us"]) == ("jane", False)
    assert "other-session" not in json.dumps(waiting)
