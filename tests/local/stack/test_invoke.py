"""`papertray invoke`: one document to a function, and its blocks on the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from console.cli import main
from console.invoke import MAX_FILE
from local.stack import LocalStack
from tests.documents import pdf, png, text_called_pdf

pytestmark = pytest.mark.local


@pytest.fixture
def at_the_stack(local: LocalStack, monkeypatch: pytest.MonkeyPatch) -> LocalStack:
    for name, value in local.aws.environ().items():
        monkeypatch.setenv(name, value)
    return local


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["invoke", *map(str, arguments)])


def test_a_local_file_shows_its_blocks_and_a_count(
    at_the_stack: LocalStack, tmp_path: Path
) -> None:
    path = tmp_path / "hello.png"
    path.write_bytes(png("Hello, function"))

    result = invoke("detect", path)

    assert result.exit_code == 0, result.output
    assert "Type: LINE\nDetected: Hello, function\nConfidence: " in result.output
    assert "Bounding box: Left 0." in result.output
    assert "Polygon: (0." in result.output
    assert "Blocks detected: 4\n  WORD: 2\n" in result.output


def test_an_object_is_named_by_its_path(at_the_stack: LocalStack) -> None:
    bucket = at_the_stack.outputs["UploadsBucket"]
    at_the_stack.aws.client("s3").put_object(
        Bucket=bucket, Key="text/in s3 + more.png", Body=png("Hello, bucket")
    )

    result = invoke(at_the_stack.outputs["DetectFunction"], f"s3://{bucket}/text/in s3 + more.png")

    assert "Detected: Hello, bucket" in result.output


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("nowhere.png", "nowhere.png does not exist"),
        (".", ". is not a file: name one document"),
        ("s3://bucket-without-key", "names no object: write s3://bucket/path/document.png"),
        ("s3:///key", "names no object"),
    ],
)
def test_a_bad_path_is_named(
    document: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    result = invoke("detect", document)

    assert result.exit_code == 1
    assert said in result.stderr


def test_a_file_too_large_for_an_invocation_is_not_sent(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(b"\0" * (MAX_FILE + 1))

    result = invoke("detect", path)

    assert "has 4,718,581 bytes; an invocation carries at most 4,718,580" in result.stderr
    assert "s3://bucket/key" in result.stderr


def test_the_largest_file_just_fits(at_the_stack: LocalStack, tmp_path: Path) -> None:
    path = tmp_path / "padded.png"
    path.write_bytes(png("Padded").ljust(MAX_FILE, b"\0"))

    result = invoke("detect", path)

    assert "Detected: Padded" in result.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (text_called_pdf(), "UnsupportedDocument"),
        (pdf(2), "UnsupportedDocument"),
    ],
    ids=["text called PDF", "two pages"],
)
def test_what_textract_refuses_is_said(
    content: bytes, said: str, at_the_stack: LocalStack, tmp_path: Path
) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(content)

    result = invoke("detect", path)

    assert result.exit_code == 1
    assert f"detect refused the document: {said}" in result.stderr


def test_an_object_that_is_not_there_is_said(at_the_stack: LocalStack) -> None:
    result = invoke("detect", f"s3://{at_the_stack.outputs['UploadsBucket']}/nothing.png")

    assert result.exit_code == 1
    assert "InvalidS3ObjectException" in result.stderr


def test_an_unknown_function_is_said_with_those_that_there_are(
    at_the_stack: LocalStack, tmp_path: Path
) -> None:
    path = tmp_path / "hello.png"
    path.write_bytes(png("Hello"))

    result = invoke("nonesuch", path)

    assert result.exit_code == 1
    assert "no function 'nonesuch'" in result.stderr
    assert "analyze, collect, detect, ingest, reconcile, review, start, sweep" in result.stderr


def test_a_function_that_fails_is_said(at_the_stack: LocalStack, tmp_path: Path) -> None:
    path = tmp_path / "hello.png"
    path.write_bytes(png("Hello"))

    result = invoke("ingest", path)  # expects SQS records

    assert result.exit_code == 1
    assert "ingest failed: KeyError: 'Records'" in result.stderr


def test_control_characters_of_a_document_do_not_reach_the_terminal() -> None:
    from console.invoke import described

    block = {"BlockType": "LINE", "Id": "1", "Text": "a\x1b[2Jb", "Confidence": 50.0}

    assert "Detected: a\\x1b[2Jb" in list(described([block]))


def test_help_is_there_without_aws() -> None:
    assert (
        "FUNCTION is the name of a Lambda function"
        in CliRunner().invoke(main, ["invoke", "--help"]).output
    )


def test_the_event_is_the_tutorials(tmp_path: Path) -> None:
    from console.invoke import event

    path = tmp_path / "a.png"
    path.write_bytes(b"abc")

    assert event(str(path)) == {"image": "YWJj"}
    assert json.dumps(event("s3://b/k/x y.png")) == (
        '{"S3Object": {"Bucket": "b", "Name": "k/x y.png"}}'
    )
