"""What people said becomes the document's next revision, once, and nothing of it is dropped."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from msgspec.structs import replace

from lambdas.aws.moves import iso
from lambdas.documents import Document, Work
from lambdas.errors import Busy, TransientError
from lambdas.extraction.answers import decode_part
from lambdas.messages import ReviewNotice, ReviewOverdue, review_notice
from lambdas.pipeline.finish import finish
from lambdas.pipeline.reconcile import reconcile
from lambdas.review.rules import FieldRule, ReviewRules
from tests.lambdas import blocks
from tests.lambdas.answers import (
    JANE,
    answers,
    asks,
    loop_answered,
    loop_ended,
    notices,
    waiting,
)
from tests.lambdas.world import PROFILES, RESULTS, World


def work_in(world: World, *told: str | ReviewNotice) -> None:
    for each in told:
        notice = review_notice(each) if isinstance(each, str) else each
        reconcile(notice, world.services, world.patience(seconds=900))


def result(world: World, document: Document, name: str = "document.json") -> Any:  # noqa: ANN401
    return json.loads(world.result(document, name))


def only_event(world: World) -> tuple[str, dict[str, Any]]:
    [event] = world.events()
    return event


def overdue(world: World, document: Document) -> ReviewOverdue:
    world.age(document, review_due_at=iso(world.services.clock() - 1))
    return ReviewOverdue(document_id=document.document_id)


def test_a_correction_takes_its_place_everywhere_with_its_provenance(world: World) -> None:
    document = waiting(world).document

    work_in(world, *answers(world, document, {"field-0": "13.50"}))

    item = world.item(document)
    assert (item["status"], item["revision"], item["review_status"]) == ("COMPLETED", 2, "ANSWERED")
    assert (item["corrected"], item["confirmed"], item["added"]) == (1, 0, 0)
    assert item["reviewers"] == [{"S": "Jane"}]
    field = result(world, document)["fields"][0]
    assert (field["value"], field["source"], field["confidence"]) == ("13.50", "human", None)
    assert field["normalized"]["value"] == "13.50"
    reviewed = field["reviewed"]
    assert (reviewed["by"], reviewed["previous_value"]) == (["Jane"], "12.50")
    assert reviewed["previous_confidence"] == 99.0
    in_table = world.items(document)["FIELD#00001"]
    assert (in_table["value"], in_table["source"]) == ("13.50", "human")
    assert (in_table["field_value"], in_table["previous_value"]) == ("13.50", "12.50")
    assert (in_table["reviewed_by"], in_table["reviewed_at"]) == ([{"S": "Jane"}], reviewed["at"])
    assert "confidence" not in in_table
    [row] = csv.DictReader(io.StringIO(world.result(document, "fields.csv").decode("utf-8-sig")))
    assert (row["value"], row["reviewed_by"], row["previous_value"]) == ("13.50", "Jane", "12.50")
    assert b"13.50" in world.result(document, "document.md")


def test_the_result_says_what_the_table_says(world: World) -> None:
    answered, expired = waiting(world).document, waiting(world, "people").document
    asked = result(world, answered)
    assert (asked["status"], asked["review"]["ends_as"]) == ("IN_REVIEW", "COMPLETED")

    work_in(world, *answers(world, answered, {"field-0": "13.50"}), overdue(world, expired))

    for document, status in ((answered, "COMPLETED"), (expired, "FAILED")):
        assert world.status(document) == result(world, document)["status"] == status
    asks(world, "claim", expired)
    work_in(world, *answers(world, expired, {"field-0": "13.50"}))
    assert world.status(expired) == result(world, expired)["status"] == "COMPLETED"


def test_the_world_is_told_of_the_end_and_who_looked(world: World) -> None:
    document = waiting(world).document

    work_in(world, *answers(world, document, {"field-0": "13.50"}))

    name, detail = only_event(world)
    assert (name, detail["status"], detail["fields"]) == ("Document Completed", "COMPLETED", 1)
    assert detail["review"] == {
        "by": "builtin",
        "status": "ANSWERED",
        "reviewers": 1,
        "confirmed": 0,
        "corrected": 1,
        "added": 0,
    }
    assert "13.50" not in json.dumps(detail)


def test_what_textract_said_stays_as_an_earlier_revision(world: World) -> None:
    document = waiting(world).document
    before = world.result(document, "document.json")

    work_in(world, *answers(world, document, {"field-0": "13.50"}))

    assert world.result(document, "revisions/1/document.json") == before
    head = result(world, document)
    assert (head["revision"], head["status"]) == (2, "COMPLETED")
    review = head["review"]
    assert (review["status"], review["reviewers"]) == ("ANSWERED", ["Jane"])
    assert (review["corrected"], review["why"], review["reason_count"]) == (1, None, 1)


def test_a_confirmed_value_says_who_confirmed_it(world: World) -> None:
    document = waiting(world).document

    work_in(world, *answers(world, document, {"field-0": "12.50"}))

    field = result(world, document)["fields"][0]
    assert (field["value"], field["source"]) == ("12.50", "human")
    assert (world.item(document)["confirmed"], world.item(document)["corrected"]) == (1, 0)
    assert world.item(document)["doubtful"] == 0


def test_a_field_that_a_reviewer_added_is_a_field_like_any_other(world: World) -> None:
    pages = [blocks.form_page("Total:", str(page), page=page) for page in (1, 2)]
    document = waiting(world, "reviewed", *pages).document
    added = [{"name": "Due", "value": "2026-04-03", "page": 1}]

    work_in(world, *answers(world, document, {"field-1": "2"}, added=added))

    names = [field["name"] for field in result(world, document)["fields"]]
    assert names == ["Total:", "Due", "Total:"]
    items = world.items(document)
    assert [items[f"FIELD#0000{n}"]["value"] for n in (1, 2, 3)] == ["1", "2026-04-03", "2"]
    assert (world.item(document)["fields"], world.item(document)["added"]) == (3, 1)


@pytest.mark.parametrize("has_rules", [True, False])
def test_what_breaks_a_rule_after_the_review_too_is_told_and_stands(
    world: World, has_rules: bool
) -> None:
    rules = ReviewRules(
        min_confidence=100,
        sample_percent=100,
        fields=(
            FieldRule(name="Total", type="amount", min_confidence=100),
            FieldRule(name="Due", required=True),
        ),
    )
    ruled = world.reconfigured(
        profiles={"reviewed": replace(PROFILES["reviewed"], review=rules if has_rules else None)}
    )
    document = waiting(world).document

    work_in(ruled, *answers(ruled, document, {"field-0": "a lot"}))

    written = result(world, document)
    assert written["fields"][0]["value"] == "a lot"
    told = [(each["code"], each["message"], each["page"]) for each in written["warnings"]]
    expected = [
        ("REVIEWED_AGAINST_RULE", "Total: Cannot be read as an amount", 1),
        ("REVIEWED_AGAINST_RULE", "Due: Is missing", 1),
    ]
    assert told == (expected if has_rules else [])


def test_a_reviewers_note_is_in_the_result(world: World) -> None:
    document = waiting(world).document

    work_in(world, *answers(world, document, {"field-0": "12.50"}, note="The page is blurred."))

    [note] = result(world, document)["review"]["notes"]
    assert (note["by"], note["note"]) == ("Jane", "The page is blurred.")


def test_the_items_and_files_are_those_of_the_new_revision_and_no_others(world: World) -> None:
    document = waiting(world).document

    work_in(world, *answers(world, document, {"field-0": ""}))

    items = world.items(document)
    assert set(items) == {"DOCUMENT", "PAGE#0001", "FIELD#00001"}
    assert "value" not in items["FIELD#00001"]
    assert "field_value" not in items["FIELD#00001"]
    prefix = f"results/{document.document_id}/"
    found = world.s3.list_objects_v2(Bucket=RESULTS, Prefix=prefix)["Contents"]
    names = {each["Key"].removeprefix(prefix) for each in found if "answers/" not in each["Key"]}
    files = {"document.json", "text.txt", "document.md", "fields.csv"}
    assert names == {*files, "revisions/1/document.json"}


def test_html_and_formulas_are_text(world: World) -> None:
    document = waiting(world).document
    typed = '=HYPERLINK("http://x";"<script>alert(1)</script>")'

    work_in(world, *answers(world, document, {"field-0": typed}))

    assert result(world, document)["fields"][0]["value"] == typed
    [row] = csv.DictReader(io.StringIO(world.result(document, "fields.csv").decode("utf-8-sig")))
    assert row["value"] == "'" + typed
    assert b"\\<script>" in world.result(document, "document.md")


def test_an_answer_that_is_told_again_changes_nothing(world: World) -> None:
    document = waiting(world).document
    [notice] = answers(world, document, {"field-0": "13.50"})
    work_in(world, notice)
    before = world.items(document)

    work_in(world, notice, ReviewOverdue(document_id=document.document_id))

    assert world.items(document) == before
    assert [name for name, _ in world.events()] == ["Document Completed"] * 3


CUTS = [
    *(("PutObject", n) for n in range(4)),
    ("CopyObject", 0),
    ("BatchWriteItem", 0),
    ("UpdateItem", 1),
    ("PutEvents", 0),
]


@pytest.mark.parametrize(("dies_at", "after"), CUTS, ids=[f"{at} {n}" for at, n in CUTS])
def test_a_worker_that_dies_anywhere_leaves_an_answer_that_is_worked_in_once(
    world: World, dies_at: str, after: int
) -> None:
    document = waiting(world).document
    before = world.result(document, "document.json")
    [notice] = answers(world, document, {"field-0": "13.50"}, added=[{"name": "A", "value": "1"}])

    with world.power.failing_at(dies_at, after=after):
        work_in(world, notice)
    if world.status(document) == "IN_REVIEW":
        with pytest.raises(Busy):
            work_in(world, notice)
        world.age(document, lease_until=1)
    work_in(world, notice)

    head = result(world, document)
    assert (head["revision"], len(head["fields"])) == (2, 2)
    assert head["fields"][0]["reviewed"]["previous_value"] == "12.50"
    assert world.result(document, "revisions/1/document.json") == before
    item = world.item(document)
    assert (item["corrected"], item["added"], item["fields"]) == (1, 1, 2)
    assert [name for name, _ in world.events()] == ["Document Completed"]


def test_an_answer_that_cannot_be_worked_in_yet_comes_again(world: World) -> None:
    work = world.work("people/a.png", profile="people")

    with pytest.raises(TransientError, match="does not wait for people yet"):
        work_in(world, loop_answered(world, work.document, {"field-0": "13.50"}))


def test_an_answer_about_no_document_of_ours_is_let_go(world: World) -> None:
    stranger = world.upload("people/unknown.png", b"x")

    work_in(world, loop_ended(stranger))

    assert world.events() == []


def test_what_workers_of_amazon_a2i_say_is_worked_in_and_kept(world: World) -> None:
    document = waiting(world, "people").document
    told = loop_answered(world, document, {"field-0": "13.50"})

    work_in(world, told)

    field = result(world, document)["fields"][0]
    assert (field["value"], field["reviewed"]["by"]) == ("13.50", ["sub-0"])
    item = world.item(document)
    assert (item["status"], item["corrected"]) == ("COMPLETED", 1)
    raw = result(world, document, "answers/human-loop.json")
    assert raw["humanAnswers"][0]["answerContent"] == {"field-0": "13.50"}
    assert only_event(world)[1]["review"]["by"] == "a2i"


def test_where_workers_disagree_the_most_win_and_it_is_told(world: World) -> None:
    document = waiting(world, "people").document
    said = [{"field-0": "13.50"}, {"field-0": "1"}, {"field-0": "13.50"}]

    work_in(world, loop_answered(world, document, *said))

    head = result(world, document)
    assert head["fields"][0]["value"] == "13.50"
    assert "REVIEWERS_DISAGREE" in {warning["code"] for warning in head["warnings"]}
    assert world.item(document)["reviewers"] == [{"S": f"sub-{n}"} for n in range(3)]


def textract_output(world: World, work: Work) -> str:
    """The output of Textract's own task type: everything in camelCase."""
    told = json.loads(loop_answered(world, work.document, {}))
    uri = told["detail"]["humanLoopOutput"]["outputS3Uri"]
    key = uri.removeprefix(f"s3://{RESULTS}/")

    def camel(value: Any) -> Any:  # noqa: ANN401
        if isinstance(value, dict):
            return {name[0].lower() + name[1:]: camel(each) for name, each in value.items()}
        return [camel(each) for each in value] if isinstance(value, list) else value

    shown = camel(blocks.form_page("Total:", "12.50"))
    said = camel(blocks.form_page("Total:", "13.50"))
    output = json.loads(world.s3.get_object(Bucket=RESULTS, Key=key)["Body"].read())
    content = {"AWS/Textract/AnalyzeDocument/Forms/V1": {"blocks": said}}
    output["humanAnswers"][0]["answerContent"] = content
    output["awsManagedHumanLoopRequestSource"] = "AWS/Textract/AnalyzeDocument/Forms/V1"
    output["inputContent"] = {
        "aiServiceResponse": {"blocks": shown, "documentMetadata": {"pages": 1}},
        "selectedAiServiceResponse": {"blocks": shown},
    }
    world.s3.put_object(Bucket=RESULTS, Key=key, Body=json.dumps(output).encode())
    return json.dumps(told)


def by_textract(world: World) -> Work:
    """A document that Textract itself asked people about."""
    from lambdas.pipeline.activation import Activation

    work = world.work("pictures/a.png", profile="pictures")
    world.a2i.begin(work.document.document_id)
    asked = Activation(
        loop_arn=world.a2i.loops[work.document.document_id]["HumanLoopArn"], results=None
    )
    answer = json.dumps(blocks.answer(blocks.form_page("Total:", "12.50"))).encode()
    finish(work, [decode_part(answer)], world.services, activation=asked)
    world.events()
    return work


@pytest.mark.parametrize("dies_at", [None, "PutEvents", "BatchWriteItem", "PutObject"])
def test_what_workers_say_of_textracts_own_task_is_worked_in(
    world: World, dies_at: str | None
) -> None:
    work = by_textract(world)
    told = textract_output(world, work)

    if dies_at:
        with world.power.failing_at(dies_at, after=dies_at == "PutObject"):
            work_in(world, told)
        world.age(work.document, lease_until=1)
    work_in(world, told)

    field = result(world, work.document)["fields"][0]
    assert (field["value"], field["source"]) == ("13.50", "human")
    assert world.item(work.document)["corrected"] == 1


@pytest.mark.parametrize(
    ("status", "code", "ending"),
    [
        ("Failed", "InternalError", "FAILED"),
        ("Failed", "ValidationError", "FAILED"),
        ("Failed", "Expired", "EXPIRED"),
        ("Stopped", None, "STOPPED"),
    ],
)
@pytest.mark.parametrize("make", [lambda world: waiting(world, "people"), by_textract])
def test_a_loop_without_an_answer_fails_the_document_and_keeps_its_result(
    world: World,
    make: Any,  # noqa: ANN401
    status: str,
    code: str | None,
    ending: str,
) -> None:
    document = make(world).document
    reason = "no worker" if code else None
    whole = f"{reason}." if reason else None

    work_in(world, loop_ended(document, status, failureCode=code, failureReason=whole))

    item = world.item(document)
    assert (item["status"], item["unanswered"], item["review_status"]) == ("FAILED", True, ending)
    for told in filter(None, (document.document_id, status, code, reason)):
        assert told in item["reason"]
    assert ".." not in item["reason"]
    head = result(world, document)
    assert (head["status"], head["review"]["status"]) == ("FAILED", ending)
    assert (head["review"]["why"], head["revision"]) == (item["reason"], 1)
    assert head["fields"][0]["value"] == "12.50"
    name, detail = only_event(world)
    assert (name, detail["reason"]) == ("Document Failed", item["reason"])


@pytest.mark.parametrize(
    ("dies_at", "after"), [("PutObject", 0), ("UpdateItem", 1), ("PutEvents", 0)]
)
def test_a_worker_that_dies_at_an_end_without_an_answer_leaves_one_end(
    world: World, dies_at: str, after: int
) -> None:
    document = waiting(world, "people").document
    told = loop_ended(document, "Stopped")

    with world.power.failing_at(dies_at, after=after):
        work_in(world, told)
    world.age(document, lease_until=1)
    work_in(world, told)

    assert world.item(document)["review_status"] == "STOPPED"
    assert result(world, document)["review"]["status"] == "STOPPED"
    assert [name for name, _ in world.events()] == ["Document Failed"]


def test_a_completed_loop_in_which_nobody_answered_is_one_without_an_answer(world: World) -> None:
    document = waiting(world, "people").document

    work_in(world, loop_answered(world, document))

    assert world.item(document)["unanswered"] is True


@pytest.mark.parametrize(
    "uri",
    [
        "s3://elsewhere/a2i/output.json",
        "s3://results/results/0/document.json",
        "s3://results/../a2i/output.json",
        "https://example.org/a2i/output.json",
    ],
)
def test_an_answer_is_read_from_nowhere_but_its_own_place(world: World, uri: str) -> None:
    document = waiting(world, "people").document

    work_in(world, loop_ended(document, humanLoopOutput={"outputS3Uri": uri}))

    item = world.item(document)
    assert item["status"] == "FAILED"
    assert "do not lie below s3://results/a2i/" in item["reason"]


def test_an_answer_that_is_none_ends_where_people_see_it_and_is_kept(world: World) -> None:
    document = waiting(world, "people").document
    told = loop_answered(world, document)
    uri = json.loads(told)["detail"]["humanLoopOutput"]["outputS3Uri"]
    key = uri.removeprefix("s3://results/")
    world.s3.put_object(Bucket=RESULTS, Key=key, Body=b"<html>")

    work_in(world, told)

    assert world.item(document)["status"] == "FAILED"
    assert world.item(document)["unanswered"] is True
    assert world.result(document, "answers/human-loop.json") == b"<html>"


def test_a_late_answer_changes_nothing_but_is_kept(world: World) -> None:
    document = waiting(world, "people").document
    work_in(world, loop_ended(document, "Stopped"))
    before = world.item(document)

    work_in(world, loop_answered(world, document, {"field-0": "13.50"}))

    assert world.item(document) == before
    assert result(world, document)["fields"][0]["value"] == "12.50"
    assert result(world, document, "answers/human-loop.json")["humanAnswers"]


def test_a_reviewer_who_took_it_up_is_not_overtaken_by_a_late_loop(world: World) -> None:
    document = waiting(world, "people").document
    work_in(world, loop_ended(document, "Stopped"))
    asks(world, "claim", document)

    work_in(world, loop_answered(world, document, {"field-0": "1"}))
    assert world.status(document) == "IN_REVIEW"
    work_in(world, *answers(world, document, {"field-0": "13.50"}))

    head = result(world, document)
    assert (head["fields"][0]["value"], head["review"]["by"]) == ("13.50", "builtin")
    assert (head["review"]["why"], head["review"]["loop_arn"]) == (None, None)


def test_a_loop_that_was_stopped_because_time_ran_out_says_so(world: World) -> None:
    document = waiting(world, "people").document
    overdue(world, document)

    work_in(world, loop_ended(document, "Stopped"))

    item = world.item(document)
    assert item["review_status"] == "EXPIRED"
    assert item["reason"].startswith("Nobody answered")


@pytest.mark.parametrize("taken_up", [False, True])
def test_a_late_loop_that_points_elsewhere_ends_nothing(world: World, taken_up: bool) -> None:
    document = waiting(world, "people").document
    work_in(world, loop_ended(document, "Stopped"))
    if taken_up:
        asks(world, "claim", document)
    before = world.item(document)["status"]

    work_in(world, loop_ended(document, humanLoopOutput={"outputS3Uri": "s3://elsewhere/x"}))

    assert world.status(document) == before == ("IN_REVIEW" if taken_up else "FAILED")


def test_a_document_of_which_pages_are_missing_stays_partial(world: World) -> None:
    work = world.work("reviewed/a.png", profile="reviewed")
    answer = json.dumps(blocks.answer(blocks.form_page("Total:", "12.50"), of=3)).encode()
    finish(work, [decode_part(answer)], world.services)

    work_in(world, *answers(world, work.document, {"field-0": "13.50"}))

    head = result(world, work.document)
    assert (world.status(work.document), head["status"]) == ("PARTIAL", "PARTIAL")
    assert [each["code"] for each in head["warnings"]] == ["PAGES_MISSING"]
    assert world.item(work.document)["pages"] == 3


def test_dates_that_people_type_are_read_in_the_order_of_the_document(world: World) -> None:
    work = world.work("reviewed/a.png", profile="reviewed", date_order="DMY")
    answer = json.dumps(blocks.answer(blocks.form_page("Due:", "03/04/2026"))).encode()
    finish(work, [decode_part(answer)], world.services)

    work_in(world, *answers(world, work.document, {"field-0": "05/04/2026"}))

    item = world.items(work.document)["FIELD#00001"]
    assert (item["value"], item["normalized"]) == ("05/04/2026", "2026-04-05")


def test_nobody_answered_in_time(world: World) -> None:
    document = waiting(world).document

    work_in(world, overdue(world, document))

    item = world.item(document)
    assert (item["status"], item["unanswered"]) == ("FAILED", True)
    assert item["reason"].startswith("Nobody answered: people were asked at ")
    assert result(world, document)["review"]["status"] == "EXPIRED"
    assert only_event(world)[0] == "Document Failed"


def test_a_reviewer_who_holds_the_document_is_left_to_finish(world: World) -> None:
    document = waiting(world).document
    asks(world, "claim", document)

    work_in(world, overdue(world, document))

    assert world.status(document) == "IN_REVIEW"
    assert asks(world, "answer", document, JANE, values={"field-0": "1"})


def test_an_answer_in_the_last_moment_counts(world: World) -> None:
    document = waiting(world).document
    notice = answers(world, document, {"field-0": "13.50"})
    world.age(document, claimed_until="2020-01-01T00:00:00.000+00:00")

    work_in(world, overdue(world, document))
    assert world.status(document) == "IN_REVIEW"
    work_in(world, *notice)

    assert world.item(document)["corrected"] == 1


def test_a_result_that_is_gone_ends_the_review_with_the_reason(world: World) -> None:
    document = waiting(world).document
    notice = answers(world, document, {"field-0": "13.50"})
    key = f"results/{document.document_id}/document.json"
    world.s3.delete_object(Bucket=RESULTS, Key=key)

    work_in(world, *notice)

    item = world.item(document)
    assert item["status"] == "FAILED"
    assert "result is gone" in item["reason"]
    assert item["unanswered"] is False


def gone_unanswered(world: World) -> Document:
    document = waiting(world, "people").document
    work_in(world, loop_ended(document, "Failed", failureCode="InternalError"))
    world.events()
    return document


def test_what_is_taken_up_waits_again_for_all_to_see(world: World) -> None:
    document = gone_unanswered(world)

    asks(world, "claim", document)
    work_in(world, *notices(world))

    item = world.item(document)
    assert item["status"] == "IN_REVIEW"
    assert not {"reason", "completed_at", "review_status"} & item.keys()
    head = result(world, document)
    review = head["review"]
    assert (head["status"], review["status"], review["by"]) == ("IN_REVIEW", "WAITING", "builtin")
    assert (review["why"], review["ended_at"], review["due_at"]) == (
        *(None, None),
        item["review_due_at"],
    )
    name, detail = only_event(world)
    assert (name, detail["review"]["by"]) == ("Document Review Requested", "builtin")


def test_taking_up_is_told_even_if_the_function_dies(world: World) -> None:
    document = gone_unanswered(world)

    with world.power.failing_at("SendMessage"):
        asks(world, "claim", document)
    asks(world, "claim", document)
    [told] = notices(world)
    with world.power.failing_at("PutObject"):
        work_in(world, told)
    world.age(document, lease_until=0)
    work_in(world, told, told)

    assert [name for name, _ in world.events()] == ["Document Review Requested"]
    asks(world, "claim", document)
    assert notices(world) == []


def test_taking_up_that_is_told_after_the_answer_changes_nothing(world: World) -> None:
    document = gone_unanswered(world)
    asks(world, "claim", document)
    asks(world, "answer", document, values={"field-0": "13.50"})
    taken_up, answered = notices(world)

    work_in(world, answered, taken_up)

    head = result(world, document)
    assert (head["status"], head["review"]["status"]) == ("COMPLETED", "ANSWERED")
    assert world.item(document)["review_status"] == "ANSWERED"


@pytest.mark.parametrize("profile", ["reviewed", "people"])
def test_an_answer_that_is_gone_ends_the_review_with_the_reason(world: World, profile: str) -> None:
    document = waiting(world, profile).document
    if profile == "reviewed":
        [told] = answers(world, document, {"field-0": "13.50"})
        key = world.item(document)["answer"]
    else:
        told = loop_answered(world, document, {"field-0": "13.50"})
        output = json.loads(told)["detail"]["humanLoopOutput"]["outputS3Uri"]
        key = output.removeprefix(f"s3://{RESULTS}/")
    world.s3.delete_object(Bucket=RESULTS, Key=key)

    work_in(world, told)

    item = world.item(document)
    assert item["status"] == "FAILED"
    assert f"answer is gone: {key}" in item["reason"]
    assert result(world, document)["review"]["status"] == "FAILED"


def test_a_worker_that_is_busy_with_the_answer_is_left_alone(world: World) -> None:
    document = waiting(world).document
    [notice] = answers(world, document, {"field-0": "13.50"})
    world.services.reviews.lease(document.document_id, seconds=100)

    with pytest.raises(Busy):
        work_in(world, notice)


def test_a_review_begun_before_a_redeploy_is_worked_in(world: World) -> None:
    document = waiting(world).document
    key = f"results/{document.document_id}/document.json"
    old = world.result(document, "document.json").replace(b'"1.1"', b'"1.0"')
    old = old.replace(b',"ends_as":"COMPLETED"', b"").replace(b'"IN_REVIEW"', b'"COMPLETED"')
    assert b"ends_as" not in old
    world.s3.put_object(Bucket=RESULTS, Key=key, Body=old)
    now = world.reconfigured(profiles={"text": world.services.configuration.profiles["text"]})

    work_in(now, *answers(now, document, {"field-0": "13.50"}))

    assert world.item(document)["corrected"] == 1


def test_what_people_said_is_not_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    document = waiting(world, "people").document

    work_in(world, loop_answered(world, document, {"field-0": "secret", "odd": {"a": "secret"}}))

    logged = str([vars(record) for record in caplog.records])
    assert "reviewed" in logged
    assert "secret" not in logged


def test_nothing_is_told_twice_to_the_queue(world: World) -> None:
    document = waiting(world).document

    assert len(answers(world, document, {"field-0": "13.50"})) == 1
    assert notices(world) == []
