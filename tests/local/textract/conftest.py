"""A running local Textract with a stand-in for the OCR engine, beside moto's S3, SNS and SQS."""

from __future__ import annotations

import http.client
import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from local.textract.operations import Textract
from local.textract.plan import Plan
from local.textract.quotas import Quotas
from local.textract.recognition import Engine
from local.textract.server import Server
from tests.local.textract.by_the_model import error_codes, problems
from tests.local.textract.started_jobs import Upload

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_textract import TextractClient

REGION = "us-east-1"
BUCKET = "documents"


class Unreadable(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Question:
    text: str
    alias: str | None


@dataclass(frozen=True)
class Description:
    """What a stand-in document says of itself."""

    kind: str
    page_count: int
    words: int
    unreadable: list[int]
    crashing: list[int]


@dataclass
class StandInEngine:
    """Reads documents that are JSON descriptions; pages wait for the gate."""

    gate: Event = field(default_factory=Event)
    UnreadableDocument: type[Exception] = Unreadable
    Query: Callable[..., Any] = Question

    def open_document(self, data: bytes) -> Description:
        try:
            return Description(**json.loads(data[: data.index(b"\n")]))
        except ValueError:
            raise Unreadable(
                "UnsupportedDocumentException", "Request has unsupported document format"
            ) from None

    def page_blocks(
        self,
        document: Description,
        page: int,
        *,
        feature_types: frozenset[str] = frozenset(),
        queries: Sequence[Any] = (),
    ) -> list[dict[str, Any]]:
        self._wait(document, page)
        words = [_block("WORD", page, Text=f"w{n}") for n in range(document.words)]
        asked = [_query(query, page) for query in queries if "QUERIES" in feature_types]
        return [_block("PAGE", page), *words, *asked]

    def expense_document(self, document: Description, page: int) -> dict[str, Any]:
        self._wait(document, page)
        total = {"Type": {"Text": "TOTAL"}, "ValueDetection": {"Text": f"{page}.00"}}
        return {"ExpenseIndex": page, "SummaryFields": [total], "Blocks": [_block("PAGE", page)]}

    def identity_document(self, document: Description, page: int) -> dict[str, Any]:
        self._wait(document, page)
        number = {"Type": {"Text": "DOCUMENT_NUMBER"}, "ValueDetection": {"Text": document.kind}}
        return {"IdentityDocumentFields": [number], "Blocks": [_block("PAGE", page)]}

    def lending_result(self, document: Description, page: int) -> dict[str, Any]:
        """Every third page is unclassified, the others are payslips, the first is signed."""
        self._wait(document, page)
        kind = "PAYSLIPS" if page % 3 else "UNCLASSIFIED"
        signatures = [{"Confidence": 90.0}] if page == 1 else []
        lending = {"LendingFields": [], "SignatureDetections": signatures}
        return {
            "Page": page,
            "PageClassification": {
                "PageType": [{"Value": kind, "Confidence": 99.0}],
                "PageNumber": [{"Value": "undetected", "Confidence": 99.0}],
            },
            "Extractions": [{"LendingDocument": lending}] if page % 3 else [],
        }

    def part(self, document: Description, pages: Sequence[int]) -> bytes:
        return f"{document.kind} {list(pages)}".encode()

    def _wait(self, document: Description, page: int) -> None:
        assert self.gate.wait(30)
        if page in document.unreadable:
            raise Unreadable("BadDocumentException", "this page is damaged")
        if page in document.crashing:
            raise RuntimeError("secret words of the document")


def _block(kind: str, page: int, **members: Any) -> dict[str, Any]:  # noqa: ANN401 (wire format)
    return {"BlockType": kind, "Id": str(uuid.uuid4()), "Page": page, **members}


def _query(query: Question, page: int) -> dict[str, Any]:
    alias = {"Alias": query.alias} if query.alias else {}
    return _block("QUERY", page, Query={"Text": query.text, **alias})


@pytest.fixture
def a_document() -> Callable[..., bytes]:
    """Return a builder of documents that the stand-in engine can read."""

    def build(
        *,
        kind: str = "PNG",
        pages: int = 1,
        words: int = 2,
        size: int = 0,
        unreadable: Sequence[int] = (),
        crashing: Sequence[int] = (),
    ) -> bytes:
        description = {
            "kind": kind,
            "page_count": pages,
            "words": words,
            "unreadable": list(unreadable),
            "crashing": list(crashing),
        }
        return (json.dumps(description).encode() + b"\n").ljust(size, b" ")

    return build


@pytest.fixture
def engine() -> StandInEngine:
    """Return the engine, its gate open; close it to keep jobs in progress."""
    engine = StandInEngine()
    engine.gate.set()
    return engine


@pytest.fixture
def gate(engine: StandInEngine) -> Event:
    """Return the engine's gate: while it is cleared, pages are read but not finished."""
    return engine.gate


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def set_clock(clock: Clock) -> Callable[[float], None]:
    """Return a function that sets the service's clock, in seconds since the epoch."""

    def set_clock(now: float) -> None:
        clock.now = now

    return set_clock


@pytest.fixture(scope="session")
def session() -> boto3.Session:
    """Return one session for all clients, so that models are loaded once."""
    return boto3.Session(
        aws_access_key_id="testing", aws_secret_access_key="testing", region_name=REGION
    )


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stand for AWS: moto catches what goes to its addresses."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"https://s3.{REGION}.amazonaws.com")
    monkeypatch.setenv("AWS_ENDPOINT_URL_SNS", f"https://sns.{REGION}.amazonaws.com")
    with mock_aws():
        yield


@pytest.fixture
def s3(aws: None, session: boto3.Session) -> Iterator[S3Client]:
    client = session.client("s3")
    client.create_bucket(Bucket=BUCKET)
    yield client
    client.close()


@pytest.fixture
def upload(s3: S3Client, a_document: Callable[..., bytes]) -> Upload:
    """Return a function that puts a document at LOCATION."""

    def upload(**document: Any) -> None:  # noqa: ANN401
        body = a_document(**{"kind": "PDF", **document})
        s3.put_object(Bucket="documents", Key="a.pdf", Body=body)

    return upload


@pytest.fixture
def plan() -> Plan:
    """Return how the service behaves: as fast as it can, unless a test says otherwise."""
    return Plan(quotas=Quotas(enforced=False))


@pytest.fixture
def server(
    aws: None, engine: Engine, gate: Event, clock: Clock, plan: Plan, tmp_path: Path
) -> Iterator[Server]:
    textract = Textract(
        load_engine=lambda: engine,
        directory=tmp_path,
        plan=plan,
        clock=clock,
        stopwatch=clock,
    )
    server = Server(("127.0.0.1", 0), textract)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    gate.set()
    server.close()
    thread.join()


Control = Callable[..., tuple[int, Any]]


@pytest.fixture
def control(server: Server) -> Control:
    """Return a function for control calls: `control(method, path, body)` gives status and JSON."""

    def control(method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        content = body if isinstance(body, bytes) else json.dumps(body)
        connection.request(method, f"/_papertray/{path}", content, headers)
        response = connection.getresponse()
        status, answer = response.status, json.loads(response.read())
        connection.close()
        return status, answer

    return control


@pytest.fixture
def connect(server: Server, session: boto3.Session) -> Iterator[Callable[..., TextractClient]]:
    """Return a maker of unmodified boto3 clients whose every answer is held against the model."""
    clients: list[TextractClient] = []

    def connect(*, region: str = REGION, headers: dict[str, str] | None = None) -> TextractClient:
        client = session.client(
            "textract",
            region_name=region,
            endpoint_url=server.url,
            config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
        )
        client.meta.events.register("before-parse.textract", _check_answer)
        client.meta.events.register(
            "before-call.textract", lambda params, **_: params["headers"].update(headers or {})
        )
        clients.append(client)
        return client

    yield connect
    for client in clients:
        client.close()


@pytest.fixture
def textract(connect: Callable[..., TextractClient]) -> TextractClient:
    return connect()


def _check_answer(operation_model: Any, response_dict: Any, **_: object) -> None:  # noqa: ANN401
    answer = json.loads(response_dict["body"])
    if response_dict["status_code"] == 200:
        assert list(problems(operation_model.name, answer)) == []
    else:
        assert answer["__type"] in error_codes(operation_model.name)
