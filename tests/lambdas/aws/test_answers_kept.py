"""The results bucket keeps what people said, and every revision, as it was."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from lambdas.aws.results import Results
from lambdas.errors import PermanentError
from tests.lambdas.world import RESULTS, World

ID = "0123456789abcdef0123456789abcdef"
DOCUMENT = f"results/{ID}/document.json"


@pytest.fixture
def results(world: World) -> Results:
    return world.services.results


def put(world: World, key: str, content: bytes) -> None:
    world.s3.put_object(Bucket=RESULTS, Key=key, Body=content)


def get(world: World, key: str) -> bytes:
    return bytes(world.s3.get_object(Bucket=RESULTS, Key=key)["Body"].read())


def test_a_revision_is_kept_once_as_it_was_the_first_time(world: World, results: Results) -> None:
    put(world, DOCUMENT, b"first")
    results.keep_revision(ID, 1)
    put(world, DOCUMENT, b"second")

    results.keep_revision(ID, 1)
    results.keep_revision(ID, 2)

    with results.document(ID, revision=1) as first, results.document(ID, revision=2) as second:
        assert (first.read(), second.read()) == (b"first", b"second")


def test_the_tenth_revision_is_not_taken_for_the_first(world: World, results: Results) -> None:
    put(world, DOCUMENT, b"tenth")
    results.keep_revision(ID, 10)
    put(world, DOCUMENT, b"first")

    results.keep_revision(ID, 1)

    assert get(world, f"results/{ID}/revisions/1/document.json") == b"first"


def test_a_result_that_is_gone_is_a_reason(results: Results) -> None:
    with pytest.raises(PermanentError, match="result is gone"):
        results.keep_revision(ID, 1)
    with pytest.raises(PermanentError, match="result is gone"), results.document(ID):
        pass


def test_an_answer_that_is_gone_is_a_reason(results: Results) -> None:
    with pytest.raises(PermanentError, match="answer is gone: results/none"):
        results.answer("results/none.json")
    with pytest.raises(PermanentError, match="answer is gone: a2i/none"):
        results.a2i_output(f"s3://{RESULTS}/a2i/none.json")


@pytest.mark.parametrize(
    ("code", "raised"), [("AccessDenied", PermanentError), ("SlowDown", ClientError)]
)
def test_an_answer_that_s3_refuses_to_show_may_be_gone(
    world: World, results: Results, code: str, raised: type[Exception]
) -> None:
    def refuse(**_: object) -> None:
        raise ClientError({"Error": {"Code": code, "Message": "No."}}, "GetObject")

    world.listeners["before-call.s3.GetObject"] = refuse

    with pytest.raises(raised):
        results.a2i_output(f"s3://{RESULTS}/a2i/none.json")


def test_a_long_document_can_be_gone_back_in(
    world: World, results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lambdas.aws.results.SPOOLED", 10)
    put(world, DOCUMENT, b"0123456789" * 5)

    with results.document(ID) as file:
        assert file.seek(45) == 45
        assert file.read() == b"56789"
        file.seek(0)
        assert len(file.read()) == 50


def test_answers_and_pictures_lie_beside_the_result(world: World, results: Results) -> None:
    key = results.save_answer(ID, "1-session", b"{}")
    uri = results.save_picture(ID, "1.jpg", b"\xff\xd8")

    assert key == f"results/{ID}/answers/1-session.json"
    assert results.answer(key) == b"{}"
    assert uri == f"s3://{RESULTS}/results/{ID}/pages/1.jpg"
    head = world.s3.head_object(Bucket=RESULTS, Key=f"results/{ID}/pages/1.jpg")
    assert head["ContentType"] == "image/jpeg"


def test_what_amazon_a2i_wrote_is_read_up_to_a_size(
    world: World, results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(world, "a2i/flow/output.json", b"{}")

    assert results.a2i_output(f"s3://{RESULTS}/a2i/flow/output.json") == b"{}"

    monkeypatch.setattr("lambdas.aws.results.A2I_MAX_BYTES", 1)
    with pytest.raises(PermanentError, match="too large"):
        results.a2i_output(f"s3://{RESULTS}/a2i/flow/output.json")
