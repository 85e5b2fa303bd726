"""People are asked about what is doubtful, once, and the document waits for them."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from lambdas.documents import Work
from lambdas.extraction.answers import decode_part
from lambdas.messages import Completion
from lambdas.pipeline.analyze import analyze
from lambdas.pipeline.collect import collect
from lambdas.pipeline.finish import finish
from tests import documents
from tests.lambdas import blocks
from tests.lambdas.human_loops import ACCOUNT, FLOW_ARN
from tests.lambdas.textract import refusal
from tests.lambdas.world import PROFILES, World

NOW = 1_800_000_000.5
ANSWER = blocks.answer(blocks.form_page("Total:", "12.50"))
EVALUATED = json.dumps(
    {
        "Conditions": [
            {
                "ConditionType": "ImportantFormKeyConfidenceCheck",
                "ConditionParameters": {
                    "ImportantFormKey": "*",
                    "KeyValueBlockConfidenceLessThan": 99.5,
                    "WordBlockConfidenceGreaterThanEquals": 0,
                },
                "EvaluationResult": True,
            }
        ]
    }
)


@pytest.fixture
def world(world: World) -> World:
    return world.at(NOW)


def analyzed(world: World, profile: str, answer: dict[str, Any] | None = None) -> Work:
    work = world.work(f"{profile}/a.png", profile=profile)
    world.textract.says("AnalyzeDocument", answer or ANSWER)
    analyze(work, world.services, world.patience())
    return work


def result(world: World, work: Work) -> Any:  # noqa: ANN401  (JSON)
    return json.loads(world.result(work.document, "document.json"))


def loop_arn(work: Work) -> str:
    return f"{ACCOUNT}:human-loop/{work.document.document_id}"


def activated(work: Work, results: str | None = EVALUATED) -> dict[str, Any]:
    """Textract's answer where its conditions ask for a review."""
    output = {
        "HumanLoopArn": loop_arn(work),
        "HumanLoopActivationReasons": ["ConditionsEvaluation"],
        "HumanLoopActivationConditionsEvaluationResults": results,
    }
    return {**ANSWER, "HumanLoopActivationOutput": output}


def test_a_document_without_rules_is_asked_nobody_about(world: World) -> None:
    work = analyzed(world, "forms")

    assert world.status(work.document) == "COMPLETED"
    assert result(world, work)["review"] is None


def test_a_document_that_no_rule_doubts_is_asked_nobody_about(world: World) -> None:
    sure = json.loads(json.dumps(ANSWER).replace("99.0", "99.9"))

    work = analyzed(world, "reviewed", sure)

    assert world.status(work.document) == "COMPLETED"
    assert [name for name, _ in world.events()] == ["Document Completed"]


def test_a_doubtful_document_waits_with_its_reasons_and_the_world_is_told(world: World) -> None:
    work = analyzed(world, "reviewed")

    item = world.item(work.document)
    assert item["status"] == "IN_REVIEW"
    assert (item["review_by"], item["review_reasons"], item["lease_until"]) == ("builtin", 1, 0)
    assert item["review_requested_at"] == "2027-01-15T08:00:00.500+00:00"
    assert item["review_due_at"] == "2027-01-22T08:00:00.500+00:00"
    assert (item["pages"], item["fields"], item["cost_usd"]) == (1, 1, 0.05)
    [(name, detail)] = world.events()
    assert name == "Document Review Requested"
    assert detail["status"] == "IN_REVIEW"
    assert detail["review"] == {
        "by": "builtin",
        "reasons": 1,
        "rules": ["min_confidence"],
        "due_at": "2027-01-22T08:00:00.500+00:00",
        "loop_arn": None,
    }
    assert "12.50" not in json.dumps(detail)


def test_the_result_says_why_people_are_asked_and_what_it_would_have_been(world: World) -> None:
    work = analyzed(world, "reviewed")

    document = result(world, work)
    assert (document["status"], document["revision"]) == ("IN_REVIEW", 1)
    review = document["review"]
    assert review["ends_as"] == "COMPLETED"
    assert (review["by"], review["status"], review["reason_count"]) == ("builtin", "WAITING", 1)
    [reason] = review["reasons"]
    assert (reason["rule"], reason["field"], reason["index"]) == ("min_confidence", "Total:", 0)
    assert world.items(work.document)["FIELD#00001"]["value"] == "12.50"


def test_a_message_that_comes_again_asks_nobody_again_but_tells_it_again(world: World) -> None:
    work = analyzed(world, "people")
    before = world.item(work.document)

    analyze(work, world.services, world.patience())

    assert world.item(work.document) == before
    assert world.a2i.calls == ["start"]
    assert [name for name, _ in world.events()] == ["Document Review Requested"] * 2


def test_a_profile_that_a_deployment_took_away_has_no_rules(world: World) -> None:
    work = world.work("reviewed/a.png", profile="reviewed")
    other = world.reconfigured(profiles={"forms": PROFILES["forms"]})

    finish(work, [decode_part(json.dumps(ANSWER).encode())], other.services)

    assert world.status(work.document) == "COMPLETED"


CUTS = [
    ("PutObject", 1),
    ("PutObject", 4),
    ("BatchWriteItem", 0),
    ("UpdateItem", 1),
    ("PutEvents", 0),
]


@pytest.mark.parametrize(("dies_at", "after"), CUTS, ids=[f"{at} {n}" for at, n in CUTS])
@pytest.mark.parametrize("profile", ["reviewed", "people"])
def test_a_worker_that_dies_anywhere_leaves_a_document_that_is_asked_about_once(
    world: World, profile: str, dies_at: str, after: int
) -> None:
    work = world.work(f"{profile}/a.png", profile=profile)
    world.textract.says("AnalyzeDocument", ANSWER)

    with world.power.failing_at(dies_at, after=after):
        analyze(work, world.services, world.patience())
    world.age(work.document, lease_until=1)
    analyze(work, world.services, world.patience())

    assert len(world.textract.calls("AnalyzeDocument")) == 1
    assert world.status(work.document) == "IN_REVIEW"
    assert len(world.a2i.loops) == (profile == "people")
    assert [name for name, _ in world.events()] == ["Document Review Requested"]


def test_a_loop_that_was_started_before_the_worker_died_is_the_same(world: World) -> None:
    work = world.work("people/a.png", profile="people")
    world.textract.says("AnalyzeDocument", ANSWER)

    with world.power.failing_at("UpdateItem", after=1):
        analyze(work, world.services, world.patience())
    world.age(work.document, lease_until=1)
    analyze(work, world.services, world.patience())

    assert world.a2i.calls == ["start", "start"]
    assert list(world.a2i.loops) == [work.document.document_id]


def test_workers_of_amazon_a2i_get_the_doubtful_fields_and_the_picture(world: World) -> None:
    work = analyzed(world, "people")

    id_ = work.document.document_id
    task = world.a2i.task(id_)
    assert task["document"] == {
        "document_id": id_,
        "key": "people/a.png",
        "profile": "people",
    }
    assert task["pages"] == [{"page": 1, "image": f"s3://results/results/{id_}/pages/1.png"}]
    assert world.result(work.document, "pages/1.png") == b"content of people/a.png"
    [field] = task["fields"]
    assert (field["id"], field["name"], field["value"]) == ("field-0", "Total:", "12.50")
    assert (field["doubtful"], field["confidence"]) == (True, 99.0)
    assert field["reason"] == result(world, work)["review"]["reasons"][0]["message"]
    assert task["reasons"] == []
    assert field["box"] == {"left": 0.1, "top": 0.1, "width": 0.2, "height": 0.02}
    item = world.item(work.document)
    assert (item["review_by"], item["review_loop_arn"]) == ("a2i", loop_arn(work))
    assert world.events()[0][1]["review"]["loop_arn"] == loop_arn(work)
    assert result(world, work)["review"]["loop_arn"] == loop_arn(work)


def test_an_account_that_is_no_customer_of_amazon_a2i_is_told_and_keeps_its_result(
    world: World,
) -> None:
    world.a2i.refuses("ValidationException", "no longer open to new customers")

    work = analyzed(world, "people")

    item = world.item(work.document)
    assert (item["status"], item["unanswered"]) == ("FAILED", True)
    assert 'set the profile\'s review.by = "builtin"' in item["reason"]
    document = result(world, work)
    assert (document["review"]["status"], document["status"]) == ("FAILED", "FAILED")
    assert document["review"]["why"] == item["reason"]
    assert document["fields"][0]["value"] == "12.50"
    assert [name for name, _ in world.events()] == ["Document Failed"]


def test_a_full_house_at_amazon_a2i_makes_the_document_wait_and_costs_nothing_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lambdas.pipeline.patience.GIVE_BACK", (0, 0))
    work = world.work("people/a.png", profile="people")
    world.textract.says("AnalyzeDocument", ANSWER)
    world.a2i.refuses("ServiceQuotaExceededException", times=1)

    analyze(work, world.services, world.patience())
    assert world.status(work.document) == "RUNNING"
    assert len(world.queued("AnalyzeDocument")) == 1
    analyze(work, world.services, world.patience())

    assert world.status(work.document) == "IN_REVIEW"
    assert len(world.textract.calls("AnalyzeDocument")) == 1


def test_a_job_of_many_pages_is_asked_about_with_the_pages_that_are_doubtful(
    world: World,
) -> None:
    work = world.work("people/a.pdf", profile="people", pages=3, content=documents.pdf(3))
    document = work.document
    pages = [
        json.loads(json.dumps(blocks.form_page(page=page)).replace("99.0", "99.9"))
        for page in (1, 3)
    ]
    pages.insert(1, blocks.form_page(page=2))
    world.put_part(document, "job", "1", blocks.part(*pages, of=3))

    told = Completion(job_id="job", status="SUCCEEDED", api="x", job_tag=document.document_id)
    collect(told, world.services, world.patience(seconds=900))

    task = world.a2i.task(document.document_id)
    assert [page["page"] for page in task["pages"]] == [2]
    assert [field["id"] for field in task["fields"]] == ["field-1"]
    assert task["left_out"] == {"fields": 2, "tables": 0, "pages": 2}
    assert world.result(document, "pages/2.jpg")[:3] == b"\xff\xd8\xff"


def test_textract_itself_asks_where_the_profile_says_so(world: World) -> None:
    work = world.work("pictures/a.png", profile="pictures")
    world.textract.says("AnalyzeDocument", activated(work))

    analyze(work, world.services, world.patience())

    [request] = world.textract.calls("AnalyzeDocument")
    assert request["HumanLoopConfig"] == {
        "HumanLoopName": work.document.document_id,
        "FlowDefinitionArn": FLOW_ARN,
    }
    item = world.item(work.document)
    assert (item["status"], item["review_by"]) == ("IN_REVIEW", "a2i-textract")
    assert item["review_loop_arn"] == loop_arn(work)
    [reason] = result(world, work)["review"]["reasons"]
    assert reason["rule"] == "min_confidence"
    assert world.a2i.calls == []


@pytest.mark.parametrize("results", [None, "", "{", "[]"])
def test_textract_has_asked_even_where_it_does_not_say_why(
    world: World, results: str | None
) -> None:
    work = world.work("pictures/a.png", profile="pictures")
    world.textract.says("AnalyzeDocument", activated(work, results))

    analyze(work, world.services, world.patience())

    assert world.status(work.document) == "IN_REVIEW"
    [reason] = result(world, work)["review"]["reasons"]
    assert "did not say why" in reason["message"]


def test_where_textract_asked_nobody_our_own_rules_do_not_either(world: World) -> None:
    quiet = {"HumanLoopActivationConditionsEvaluationResults": EVALUATED}

    work = analyzed(world, "pictures", {**ANSWER, "HumanLoopActivationOutput": quiet})

    assert world.status(work.document) == "COMPLETED"


@pytest.mark.parametrize("ended", [False, True], ids=["in progress", "ended"])
def test_a_loop_whose_answer_was_lost_is_found_by_its_name(world: World, ended: bool) -> None:
    work = world.work("pictures/a.png", profile="pictures")
    world.a2i.begin(work.document.document_id)
    if ended:
        world.a2i.end(work.document.document_id, "Completed")
    exists = refusal("InvalidParameterException", "HumanLoop 'x' already exists and is finished.")
    world.textract.says("AnalyzeDocument", exists, ANSWER)

    analyze(work, world.services, world.patience())

    assert world.item(work.document)["review_loop_arn"] == loop_arn(work)
    with_loop, without = world.textract.calls("AnalyzeDocument")
    assert with_loop.pop("HumanLoopConfig")
    assert with_loop == without


def test_what_textract_said_of_its_loop_is_kept_and_needs_no_second_call(world: World) -> None:
    work = world.work("pictures/a.png", profile="pictures")
    world.textract.says("AnalyzeDocument", activated(work))

    with world.power.failing_at("UpdateItem", after=1):
        analyze(work, world.services, world.patience())
    world.age(work.document, lease_until=1)
    analyze(work, world.services, world.patience())

    assert len(world.textract.calls("AnalyzeDocument")) == 1
    assert world.status(work.document) == "IN_REVIEW"
    raw = json.loads(gzip.decompress(world.result(work.document, "raw/1.json.gz")))
    assert raw["HumanLoopActivationOutput"]["HumanLoopArn"] == loop_arn(work)


def test_textract_without_amazon_a2i_fails_with_what_to_do(world: World) -> None:
    work = analyzed(
        world, "pictures", refusal("InvalidParameterException", "Request has invalid parameters")
    )

    item = world.item(work.document)
    assert item["status"] == "FAILED"
    assert "Request has invalid parameters" in item["reason"]
    assert 'review.by = "builtin"' in item["reason"]


def test_too_many_open_loops_at_textract_mean_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lambdas.pipeline.patience.GIVE_BACK", (0, 0))
    full = refusal("HumanLoopQuotaExceededException", status=402)

    work = analyzed(world, "pictures", full)

    assert world.status(work.document) == "RUNNING"
    assert len(world.queued("AnalyzeDocument")) == 1


def test_nothing_of_a_document_is_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    secret = blocks.answer(blocks.form_page("Salary:", "123456.78"))

    analyzed(world, "people", secret)

    logged = str([vars(record) for record in caplog.records])
    assert "in review" in logged
    assert "123456" not in logged
    assert "Salary" not in logged
