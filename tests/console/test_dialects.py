"""What other programs make of Textract's answers: read all the same, or told with a remedy."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.console.reading import documents, page, read, saved, values
from tests.lambdas.blocks import answer, form_page

ANSWER = answer(form_page(value="1.50"))
OTHER = answer(form_page(value="2.50"))
TEXT = json.dumps(ANSWER)


def renamed(value: object, name: Callable[[str], str]) -> object:
    """Return `value` with every member's name as `name` makes it."""
    if isinstance(value, dict):
        return {name(key): renamed(member, name) for key, member in value.items()}
    return [renamed(member, name) for member in value] if isinstance(value, list) else value


def camel(name: str) -> str:
    return name[0].lower() + name[1:]


def snake(name: str) -> str:
    return re.sub("(?<=[a-z])(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize(
    "content",
    [
        ANSWER["Blocks"],
        [ANSWER["Blocks"]],
        [[ANSWER]],
        TEXT,
        {"Response": ANSWER},
        {"textractResponse": ANSWER},
        {"statusCode": 200, "headers": {}, "body": TEXT},
        {"StatusCode": 200, "Payload": {"statusCode": 200, "body": TEXT}},
        {"responses": [ANSWER]},
        {"ResponseMetadata": {"RequestId": "x"}, **ANSWER},
        renamed(ANSWER, camel),
        renamed(ANSWER, snake),
        renamed(ANSWER["Blocks"], camel),
        {
            "inputContent": {"aiServiceResponse": renamed(ANSWER, camel)},
            "humanAnswers": [{"answerContent": {"AWS/Textract/AnalyzeDocument/Forms/V1": OTHER}}],
        },
    ],
)
def test_an_answer_is_found_in_what_other_programs_save(tmp_path: Path, content: object) -> None:
    [document] = documents(read(saved(tmp_path / "a.json", content)))

    assert values(document) == [(1, "1.50")]
    assert document["warnings"] == []


def test_a_list_of_pages_blocks_is_one_document(tmp_path: Path) -> None:
    content = [form_page(value="1.50"), form_page(value="2.50", page=2)]

    [document] = documents(read(saved(tmp_path / "a.json", content)))

    assert values(document) == [(1, "1.50"), (2, "2.50")]


def test_a_line_of_json_lines_is_an_answer_or_a_part_of_one(tmp_path: Path) -> None:
    job = [page("3.50", 1, of=2, more=True), page("4.50", 2, of=2)]
    path = tmp_path / "a.jsonl"
    path.write_text("\r\n\n".join(map(json.dumps, [ANSWER, OTHER, *job])) + "\n", encoding="utf-8")

    found = documents(read(path))

    assert [values(each) for each in found] == [
        *([(1, "1.50")], [(1, "2.50")], [(1, "3.50"), (2, "4.50")])
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
@pytest.mark.parametrize("times", [0, 1, 2])
def test_an_answer_may_be_in_any_encoding_of_json_and_gzipped_twice(
    tmp_path: Path, encoding: str, times: int
) -> None:
    content = TEXT.encode(encoding)
    for _ in range(times):
        content = gzip.compress(content)
    path = tmp_path / "a.json"
    path.write_bytes(content)

    [document] = documents(read(path))

    assert values(document) == [(1, "1.50")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (b"[]", "is an empty list"),
        (TEXT[:200].encode(), "ends in the middle (byte 200); get it again"),
        (f"[{TEXT}, {TEXT[:50]}".encode(), f"ends in the middle (byte {len(TEXT) + 53})"),
        (
            gzip.compress(TEXT.encode(), mtime=0)[:100],
            "cannot be decompressed: it ends in the middle",
        ),
        (TEXT.replace("Total", "Größe").encode("cp1252"), "not in UTF-8: save it as UTF-8"),
        (repr(ANSWER).encode(), "a Python value as print() shows it: save it with json.dump()"),
        (
            f"{TEXT} {TEXT}".encode(),
            "holds more behind an answer: put several in a list, or each on a line",
        ),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF, no answer"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a PNG image, no answer"),
        (b"PK\x03\x04\x14\0", "is a ZIP archive: unpack it"),
        (b"DOCUMENTMETADATA\t1\nBLOCKS\tPAGE", "ask for --output json"),
        (b"AnalyzeDocumentModelVersion: '1.0'\nBlocks:\n- BlockType: PAGE", "--output json"),
        (b'{"__type": "ThrottlingException", "message": "x"}', "an error of AWS"),
        (b'{"Error": {"Code": "x"}}', "an error of AWS"),
        (b'{"JobId": "1", "Status": "SUCCEEDED", "API": "x"}', "it only names a job"),
        (b'{"schema_version": "1.0", "pages": []}', "a result of papertray already"),
        (b"3", "Expected `object`, got `int`"),
        (b'"x"', "Expected `object`, got `str`"),
    ],
)
def test_what_cannot_be_read_is_told_with_a_remedy(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)

    result = read(path)

    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert f"{path}: " in result.stderr
    assert message in result.stderr


@pytest.mark.parametrize(("opened", "closed"), ["[]", ('{"a":', "}")])
def test_no_depth_breaks_it(tmp_path: Path, opened: str, closed: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(opened * 100_000 + "1" + closed * 100_000, encoding="utf-8")

    result = read(path)

    assert isinstance(result.exception, SystemExit)
    assert "is nested too deep" in result.stderr
