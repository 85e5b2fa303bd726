"""AnalyzeDocument with a HumanLoopConfig: the built-in task type, from Textract to output.json."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from local.a2i import loops
from local.a2i.server import Server
from local.a2i.service import A2I
from local.textract.operations import Textract
from local.textract.plan import Plan
from local.textract.quotas import Quotas
from local.textract.server import Server as TextractServer
from tests.local.a2i.conftest import REGION, MakeFlow, conditions
from tests.local.a2i.forms import a_pair
from tests.local.a2i.stand_in_aws import StandInAws

if TYPE_CHECKING:
    from mypy_boto3_textract import TextractClient

FORMS = "AWS/Textract/AnalyzeDocument/Forms/V1"
FORM = [
    *a_pair("Name:", "Jane Dough", words=70.0),
    *a_pair("Total", "12.50"),
    *a_pair("Married", "", selected=True),
]
LOW_WORDS = {
    "ConditionType": "ImportantFormKeyConfidenceCheck",
    "ConditionParameters": {"ImportantFormKey": "*", "WordBlockConfidenceLessThan": 90},
}
NO_DATE = {
    "ConditionType": "MissingImportantFormKey",
    "ConditionParameters": {"ImportantFormKey": "Date"},
}
IS_LOW = {
    "ConditionType": "ImportantFormKeyConfidenceCheck",
    "ConditionParameters": {"ImportantFormKey": "*", "WordBlockConfidenceLessThan": 1},
}


class Unreadable(Exception):
    code = "UnsupportedDocumentException"


@dataclass(frozen=True)
class Document:
    kind: str = "PNG"
    page_count: int = 1


class Engine:
    """Reads the same form from every document."""

    UnreadableDocument: type[Exception] = Unreadable
    Query: Callable[..., Any] = dict

    def open_document(self, data: bytes) -> Document:
        return Document()

    def page_blocks(self, document: Document, page: int, **_: object) -> list[dict[str, Any]]:
        return [{"BlockType": "PAGE", "Id": "page"}, *FORM]

    def expense_document(self, document: Document, page: int) -> dict[str, Any]:
        raise NotImplementedError

    def identity_document(self, document: Document, page: int) -> dict[str, Any]:
        raise NotImplementedError

    def lending_result(self, document: Document, page: int) -> dict[str, Any]:
        raise NotImplementedError

    def part(self, document: Document, pages: Sequence[int]) -> bytes:
        raise NotImplementedError


@pytest.fixture
def without_a2i() -> bool:
    return False


@pytest.fixture
def textract(
    server: Server,
    aws: StandInAws,
    without_a2i: bool,
    session: boto3.Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[TextractClient]:
    """A client of a local Textract that knows the local A2I."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", aws.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    aws.objects["/uploads/form.png"] = b"a form"
    plan = Plan(quotas=Quotas(enforced=False))
    a2i_url = None if without_a2i else server.url
    service = Textract(load_engine=Engine, directory=tmp_path, plan=plan, a2i_url=a2i_url)
    answering = TextractServer(("127.0.0.1", 0), service)
    thread = Thread(target=answering.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    config = Config(retries={"total_max_attempts": 1})
    client = session.client("textract", endpoint_url=answering.url, config=config)
    yield client
    client.close()
    answering.close()
    thread.join()


def a_request(flow: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - the API's parameters
    return {
        "Document": {"S3Object": {"Bucket": "uploads", "Name": "form.png"}},
        "FeatureTypes": ["FORMS"],
        "HumanLoopConfig": {"HumanLoopName": "loop-1", "FlowDefinitionArn": flow},
        **more,
    }


def test_a_condition_that_holds_starts_a_loop(
    textract: TextractClient, make_flow: MakeFlow, a2i: A2I
) -> None:
    flow = make_flow(**conditions(LOW_WORDS, NO_DATE))

    told = textract.analyze_document(**a_request(flow))["HumanLoopActivationOutput"]

    assert told["HumanLoopArn"] == f"arn:aws:sagemaker:{REGION}:000000000000:human-loop/loop-1"
    assert told["HumanLoopActivationReasons"] == ["ConditionsEvaluation"]
    results = json.loads(told["HumanLoopActivationConditionsEvaluationResults"])
    assert [each["EvaluationResult"] for each in results["Conditions"]] == [True, True]
    (loop,) = a2i.loops.all()
    assert loop.managed
    assert loop.managed.context == {
        "importantFormKeys": [{"importantFormKey": "Date", "importantFormKeyAliases": []}]
    }


def test_without_one_there_is_no_loop_but_its_evaluation(
    textract: TextractClient, make_flow: MakeFlow, a2i: A2I
) -> None:
    flow = make_flow(**conditions(IS_LOW))

    told = textract.analyze_document(**a_request(flow))["HumanLoopActivationOutput"]

    assert "HumanLoopArn" not in told
    results = json.loads(told["HumanLoopActivationConditionsEvaluationResults"])
    assert results == {"Conditions": [{**IS_LOW, "EvaluationResult": False}]}
    assert a2i.loops.all() == []


def test_people_get_the_chosen_pairs_in_camel_case(
    textract: TextractClient, make_flow: MakeFlow, a2i: A2I
) -> None:
    textract.analyze_document(**a_request(make_flow(**conditions(LOW_WORDS))))

    (loop,) = a2i.loops.all()
    assert loop.input["aiServiceRequest"] == {
        "document": {"s3Object": {"bucket": "uploads", "name": "form.png"}},
        "featureTypes": ["FORMS"],
        "humanLoopConfig": {"humanLoopName": "loop-1", "flowDefinitionArn": loop.flow.arn},
    }
    assert loop.input["aiServiceResponse"]["documentMetadata"] == {"pages": 1}
    assert len(loop.input["aiServiceResponse"]["blocks"]) == len(FORM) + 1
    selected = {each["id"]: each for each in loop.input["selectedAiServiceResponse"]["blocks"]}
    assert set(selected) == {"Name:-k0", "Name:-v0", "Name:-v1", "Name:-key", "Name:-value"}
    assert selected["Name:-key"]["text"] == "Name:"
    assert selected["Name:-value"]["geometry"]["boundingBox"]["left"] == 0.1


def test_the_output_of_textracts_task_is_as_amazon_a2i_writes_it(
    textract: TextractClient, make_flow: MakeFlow, a2i: A2I, aws: StandInAws
) -> None:
    flow = make_flow(**conditions(LOW_WORDS))
    textract.analyze_document(**a_request(flow))
    (loop,) = a2i.loops.all()
    a2i.submit(loop, loop.tasks[0], {FORMS: {"blocks": []}})

    written = json.loads(aws.objects[f"/results/{str(loop.output_uri).split('/', 3)[3]}"])
    assert list(written) == [
        "awsManagedHumanLoopRequestSource",
        "flowDefinitionArn",
        "humanAnswers",
        "humanLoopName",
        "inputContent",
    ]
    assert written["awsManagedHumanLoopRequestSource"] == FORMS
    assert written["humanAnswers"][0]["answerContent"] == {FORMS: {"blocks": []}}
    assert set(written["inputContent"]) == {
        "aiServiceRequest",
        "aiServiceResponse",
        "humanTaskActivationConditionResults",
        "selectedAiServiceResponse",
    }


def test_the_same_request_gives_the_same_loop_until_it_is_finished(
    textract: TextractClient, make_flow: MakeFlow, a2i: A2I
) -> None:
    request = a_request(make_flow(**conditions(LOW_WORDS)))
    first = textract.analyze_document(**request)["HumanLoopActivationOutput"]
    again = textract.analyze_document(**request)["HumanLoopActivationOutput"]
    (loop,) = a2i.loops.all()
    a2i.fail(loop, code="InternalError", reason="")

    assert first == again
    with pytest.raises(ClientError) as refused:
        textract.analyze_document(**request)
    assert refused.value.response["Error"] == {
        "Code": "InvalidParameterException",
        "Message": "HumanLoop 'loop-1' already exists and is finished. To start a new HumanLoop, "
        "you can try your request again with a different HumanLoopName.",
    }


def test_without_a_flow_definition_of_textracts_there_is_no_review(
    textract: TextractClient, make_flow: MakeFlow
) -> None:
    custom = make_flow()
    none = custom.replace("checks", "none")

    for flow in (custom, none):
        with pytest.raises(ClientError, match="InvalidParameterException"):
            textract.analyze_document(**a_request(flow))


@pytest.mark.parametrize(
    "wrong", [{"FeatureTypes": ["TABLES"]}, {"Document": {"Bytes": b"a form"}}]
)
def test_a_review_is_of_forms_in_s3(
    textract: TextractClient, make_flow: MakeFlow, wrong: dict[str, Any]
) -> None:
    flow = make_flow(**conditions(LOW_WORDS))

    with pytest.raises(ClientError, match="InvalidParameterException"):
        textract.analyze_document(**a_request(flow, **wrong))


def test_too_many_loops_in_flight_are_refused(
    textract: TextractClient, make_flow: MakeFlow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loops, "MAX_IN_FLIGHT", 0)

    with pytest.raises(ClientError, match="HumanLoopQuotaExceededException"):
        textract.analyze_document(**a_request(make_flow(**conditions(LOW_WORDS))))


def test_an_account_that_is_no_customer_is_refused(
    textract: TextractClient, make_flow: MakeFlow, a2i: A2I
) -> None:
    flow = make_flow(**conditions(LOW_WORDS))
    a2i.customer = False

    with pytest.raises(ClientError, match="InvalidParameterException"):
        textract.analyze_document(**a_request(flow))


@pytest.mark.parametrize("without_a2i", [True])
def test_without_an_a2i_the_account_is_no_customer(
    textract: TextractClient, make_flow: MakeFlow
) -> None:
    with pytest.raises(ClientError, match="InvalidParameterException"):
        textract.analyze_document(**a_request(make_flow(**conditions(LOW_WORDS))))


def test_loops_that_textract_starts_are_started_by_nobody_else(
    make_flow: MakeFlow, start: Callable[..., str]
) -> None:
    with pytest.raises(ClientError, match="ValidationException"):
        start(make_flow(**conditions(LOW_WORDS)))


def test_a_sample_does_not_depend_on_the_name_of_the_loop(
    textract: TextractClient, make_flow: MakeFlow, a2i: A2I
) -> None:
    half = {"ConditionType": "Sampling", "ConditionParameters": {"RandomSamplingPercentage": 50}}
    flow = make_flow(**conditions(half))
    drawn = set[bool]()
    for number in range(8):
        config = {"HumanLoopName": f"loop-{number}", "FlowDefinitionArn": flow}
        answer = textract.analyze_document(**a_request(flow, HumanLoopConfig=config))
        drawn.add("HumanLoopArn" in answer["HumanLoopActivationOutput"])

    assert len(drawn) == 1
