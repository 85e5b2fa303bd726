"""`papertray read`: any answer of Textract that people have, without AWS."""

from __future__ import annotations

import csv
import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.console.reading import documents, page, read, saved, values
from tests.lambdas.blocks import answer, form_page

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "responses"
MEMORY = 512 << 20  # bytes


def test_an_answer_becomes_one_result_document_on_one_line(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.json", answer(form_page(value="12.50")))

    [document] = documents(read(path))

    assert values(document) == [(1, "12.50")]
    assert document["operation"] == "AnalyzeDocument"
    assert document["status"] == "COMPLETED"
    assert (document["document"], document["profile"], document["cost_usd"]) == (None, None, None)


def test_every_answer_has_a_line_of_its_own(tmp_path: Path) -> None:
    one = saved(tmp_path / "1.json", answer(form_page(value="1.50")))
    two = saved(tmp_path / "2.json", answer(form_page(value="2.50"), form_page(page=2)))

    first, second = documents(read(one, two))

    assert values(first) == [(1, "1.50")]
    assert values(second) == [(1, "2.50"), (2, "12.50")]


def test_the_parts_of_a_job_may_stand_in_a_list(tmp_path: Path) -> None:
    parts = [page("1.50", 1, of=2, more=True), page("2.50", 2, of=2)]

    [document] = documents(read(saved(tmp_path / "job.json", parts)))

    assert values(document) == [(1, "1.50"), (2, "2.50")]
    assert document["warnings"] == []


def test_parts_without_a_token_are_of_one_job_where_no_page_begins_twice(tmp_path: Path) -> None:
    parts = [page("1.50", 1, of=2), page("2.50", 2, of=2)]

    [document] = documents(read(saved(tmp_path / "job.json", parts)))

    assert values(document) == [(1, "1.50"), (2, "2.50")]


def expense(total: str) -> dict[str, Any]:
    field = {"Type": {"Text": "TOTAL"}, "ValueDetection": {"Text": total}, "PageNumber": 1}
    return {
        "DocumentMetadata": {"Pages": 1},
        "ExpenseDocuments": [{"ExpenseIndex": 1, "SummaryFields": [field]}],
    }


def identity(name: str) -> dict[str, Any]:
    field = {"Type": {"Text": "LAST_NAME"}, "ValueDetection": {"Text": name}}
    return {
        "DocumentMetadata": {"Pages": 1},
        "IdentityDocuments": [{"DocumentIndex": 1, "IdentityDocumentFields": [field]}],
    }


def test_whole_answers_in_a_list_have_a_result_each(tmp_path: Path) -> None:
    job = [page("3.50", 1, of=2, more=True), page("4.50", 2, of=2)]
    two_pages = answer(form_page(value="5.50"), form_page(value="6.50", page=2))
    content = [
        *(answer(form_page(value="1.50")), answer(form_page(value="2.50"))),
        *(*job, two_pages),
        *(expense("7.50"), expense("8.50"), identity("Nine"), identity("Ten")),
    ]

    found = documents(read(saved(tmp_path / "batch.json", content)))

    assert [values(document) for document in found] == [
        *([(1, "1.50")], [(1, "2.50")], [(1, "3.50"), (2, "4.50")], [(1, "5.50"), (2, "6.50")]),
        *([(1, "7.50")], [(1, "8.50")], [(1, "Nine")], [(1, "Ten")]),
    ]
    assert [document["warnings"] for document in found] == [[]] * len(found)


def test_an_answer_goes_on_in_the_first_member_of_the_next_file_s_list(tmp_path: Path) -> None:
    cut = saved(tmp_path / "a.json", page("1.50", 1, of=2, more=True))
    rest = [page("2.50", 2, of=2), answer(form_page(value="3.50"))]

    first, second = documents(read(cut, saved(tmp_path / "b.json", rest)))

    assert values(first) == [(1, "1.50"), (2, "2.50")]
    assert values(second) == [(1, "3.50")]


def test_what_is_no_answer_in_a_list_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    content = [answer(form_page(value="1.50")), {"JobId": "1"}, answer(form_page(value="2.50"))]
    path = saved(tmp_path / "batch.json", content)

    result = read(path)

    assert result.exit_code == 1
    assert result.stderr.startswith(f"papertray: {path}: no answer of Textract: it only names")
    shown = [json.loads(line) for line in result.stdout.splitlines()]
    assert [values(document) for document in shown] == [[(1, "1.50")], [(1, "2.50")]]


def test_answers_of_one_list_are_told_apart(tmp_path: Path) -> None:
    content = [answer(form_page("Sum", "1.50")), answer(form_page("Sum", "2.50"))]
    path = saved(tmp_path / "a.json", content)
    other = saved(tmp_path / "a-2.json", answer(form_page("Sum", "3.50")))

    rows = list(csv.DictReader(read(path, "--format", "csv").stdout.splitlines()))
    result = read(path, other, "--out", tmp_path / "out")

    assert read(path, "--format", "text").stdout == (
        f"==> {path} <==\nSum 1.50\n\n==> {path}#2 <==\nSum 2.50\n"
    )
    assert [(row["document"], row["value"]) for row in rows] == [
        (str(path), "1.50"),
        (f"{path}#2", "2.50"),
    ]
    texts = {
        home: (tmp_path / "out" / home / "text.txt").read_text() for home in ("a", "a-2", "a-3")
    }
    assert texts == {"a": "Sum 1.50\n", "a-2": "Sum 3.50\n", "a-3": "Sum 2.50\n"}
    assert f"{path}#2: {tmp_path / 'out' / 'a-3'}\n" in result.stdout


def test_a_folder_s_parts_are_of_one_job_and_are_told_once_when_one_is_unreadable(
    tmp_path: Path,
) -> None:
    for number in (1, 2, 3):
        saved(tmp_path / "job" / str(number), {"JobId": "1"})

    result = read(tmp_path / "job")

    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


def test_an_answer_that_says_that_more_follows_goes_on_in_the_next_file(tmp_path: Path) -> None:
    paths = [
        saved(tmp_path / "a.json", page("1.50", 1, of=2, more=True)),
        saved(tmp_path / "b.json", page("2.50", 2, of=2)),
        saved(tmp_path / "c.json", answer(form_page(value="3.50"))),
    ]

    first, second = documents(read(*paths))

    assert values(first) == [(1, "1.50"), (2, "2.50")]
    assert values(second) == [(1, "3.50")]


def test_an_answer_does_not_go_on_in_a_file_that_begins_a_page_again(tmp_path: Path) -> None:
    cut = saved(tmp_path / "cut.json", page("1.50", 1, of=2, more=True))
    other = saved(tmp_path / "other.json", page("2.50", 1, of=2))

    result = read(cut, other)

    assert [values(document) for document in documents(result)] == [[(1, "1.50")], [(1, "2.50")]]
    assert f"{cut}: warning: More follows by the answer's NextToken" in result.stderr


def test_a_missing_continuation_is_a_warning_and_the_result_is_partial(tmp_path: Path) -> None:
    [document] = documents(read(saved(tmp_path / "cut.json", page("1.50", 1, of=2, more=True))))

    assert document["status"] == "PARTIAL"
    assert [warning["code"] for warning in document["warnings"]] == [
        "PAGES_MISSING",
        "CONTINUATION_MISSING",
    ]


def test_a_folder_holds_the_parts_of_one_job_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for number in range(1, 12):
        saved(tmp_path / "job" / str(number), page(f"{number}.50", number, of=11))
    (tmp_path / "job" / ".s3_access_check").touch()

    [document] = documents(read(tmp_path / "job"))

    assert values(document) == [(number, f"{number}.50") for number in range(1, 12)]


def test_a_loan_package_s_summary_comes_behind_its_details(tmp_path: Path) -> None:
    job = tmp_path / "job"
    group = {"Type": "CHECKS", "SplitDocuments": [{"Index": 1, "Pages": [1]}]}
    classified = {"PageType": [{"Value": "CHECKS", "Confidence": 99.0}], "PageNumber": []}
    results = [{"Page": 1, "PageClassification": classified, "Extractions": []}]
    saved(job / "detailedResponse" / "1", {"Results": results, "JobStatus": "SUCCEEDED"})
    saved(job / "summaryResponse" / "1", {"Summary": {"DocumentGroups": [group]}})
    saved(job / "splitDocuments" / "1", {"no": "answer"})

    [document] = documents(read(job))

    assert document["operation"] == "AnalyzeLending"
    assert document["pages"][0]["classification"]["page_types"][0]["value"] == "CHECKS"
    assert document["lending"]["groups"][0]["type"] == "CHECKS"


def test_answers_may_be_gzipped_come_from_standard_input_or_from_power_shell(
    tmp_path: Path,
) -> None:
    text = json.dumps(answer(form_page(value="caf\u00e9")), ensure_ascii=False)
    packed, windows, marked = tmp_path / "a.json.gz", tmp_path / "b.json", tmp_path / "c.json"
    packed.write_bytes(gzip.compress(text.encode()))
    windows.write_text(text, encoding="utf-16")
    marked.write_text(text, encoding="utf-8-sig")

    found = documents(read(packed, windows, marked, "-", stdin=text.encode()))

    assert [values(document) for document in found] == [[(1, "caf\u00e9")]] * 4


def test_text_and_markdown_of_one_answer_are_as_in_the_results(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.json", answer(form_page("Total:", "12.50")))

    assert read(path, "--format", "text").stdout == "Total: 12.50\n"
    assert "**Total:** 12.50" in read(path, "--format", "markdown").stdout


def test_texts_of_several_answers_are_told_apart(tmp_path: Path) -> None:
    one = saved(tmp_path / "1.json", answer(form_page("One", "1")))
    two = saved(tmp_path / "2.json", answer(form_page("Two", "2")))

    assert read(one, two, "--format", "text").stdout == (
        f"==> {one} <==\nOne 1\n\n==> {two} <==\nTwo 2\n"
    )
    assert f"<!-- {two} -->\n" in read(one, two, "--format", "markdown").stdout


@pytest.mark.parametrize("name", ["a--->b", "-->", "a--!>b", "a-", "--", "<!--", "\x1b-->\n-->"])
def test_no_file_name_ends_the_comment_that_it_stands_in(tmp_path: Path, name: str) -> None:
    paths = [saved(tmp_path / each, answer(form_page())) for each in (name, "b")]

    title = read(*paths, "--format", "markdown").stdout.splitlines()[0]

    inside = title.removeprefix("<!-- ").removesuffix(" -->")
    assert title == f"<!-- {inside} -->"
    assert "--" not in inside
    assert "\x1b" not in inside


def test_fields_of_several_answers_are_one_csv_that_names_them(tmp_path: Path) -> None:
    paths = [
        saved(tmp_path / name, answer(form_page(value=f"{name}\n=1+1")))
        for name in ("a.json", "b.json")
    ]

    rows = list(csv.DictReader(read(*paths, "--format", "csv").stdout.splitlines(keepends=True)))

    assert [(row["document"], row["value"]) for row in rows] == [
        (str(path), f"{path.name}\n=1+1") for path in paths
    ]


def test_a_folder_gets_all_files_of_each_answer(tmp_path: Path) -> None:
    one = saved(tmp_path / "in" / "a.json", answer(form_page(value="1.50")))
    two = saved(tmp_path / "else" / "a.json", answer(form_page(value="2.50")))
    out = tmp_path / "out"

    result = read(one, two, "--out", out)

    assert result.exit_code == 0, result.output
    assert result.stdout == f"{one}: {out / 'a'}\n{two}: {out / 'a-2'}\n"
    files = {"document.json", "text.txt", "document.md", "fields.csv"}
    assert files <= {path.name for path in (out / "a").iterdir()}
    assert values(json.loads((out / "a-2" / "document.json").read_bytes())) == [(1, "2.50")]


def test_a_folder_of_an_earlier_run_is_replaced(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.json", answer(form_page()))
    read(path, "--out", tmp_path)
    left = saved(tmp_path / "a" / "tables" / "9.csv", "old")

    assert read(path, "--out", tmp_path).exit_code == 0
    assert not left.exists()


def test_a_folder_that_holds_what_is_to_be_read_is_never_written_to(tmp_path: Path) -> None:
    job = tmp_path / "job"
    saved(job / "document.json", "mine")
    raw = saved(job / "raw" / "1", answer(form_page()))

    result = read(job, raw, "--out", tmp_path)

    assert result.exit_code == 1
    assert f"{job} holds what is to be read; choose another folder" in result.stderr
    assert raw.exists()


@pytest.mark.parametrize("name", ["..json", "...json", "...json.gz", ".json", ".JSON.gz"])
def test_an_answer_s_odd_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path / "in" / name, answer(form_page()))
    mine = [
        saved(tmp_path / "results" / "document.json", "mine"),
        saved(tmp_path / "results" / "out" / "document.json", "mine"),
    ]

    result = read(path, "--out", tmp_path / "results" / "out")

    assert result.exit_code == 0, result.output
    assert [json.loads(each.read_bytes()) for each in mine] == ["mine"] * 2
    assert (tmp_path / "results" / "out" / name / "document.json").exists()


def test_what_others_put_beside_a_result_stays(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.json", answer(form_page()))
    mine = saved(tmp_path / "a" / "notes" / "mine.json", "mine")
    saved(tmp_path / "a" / "document.json", "of an earlier run")

    assert read(path, "--out", tmp_path).exit_code == 0
    assert mine.exists()


def test_out_and_format_exclude_one_another(tmp_path: Path) -> None:
    result = read("a.json", "--out", tmp_path, "--format", "csv")

    assert result.exit_code == 2
    assert "--out writes every format" in result.stderr


def test_the_date_order_and_the_minimum_confidence_are_the_caller_s(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.json", answer(form_page("Date", "03/04/2026")))

    [plain] = documents(read(path))
    [told] = documents(read(path, "--date-order", "DMY", "--min-confidence", "99.5"))

    assert plain["fields"][0]["normalized"] is None
    assert plain["pages"][0]["counts"]["doubtful"] == 0
    assert told["fields"][0]["normalized"]["value"] == "2026-04-03"
    assert told["pages"][0]["counts"]["doubtful"] > 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Dear Sir", "cannot be read: JSON is malformed"),
        (b"", "is empty"),
        (b"[{}", "ends in the middle (byte 3)"),
        (b" []", "is an empty list"),
        (b"[1]", "Expected `object`, got `int`"),
        (b"\x1f\x8bnothing", "cannot be decompressed"),
        (b'{"JobId": "1"}', "it only names a job; get the job's result"),
        (b'{"b\\u001b": 1, "c": 2}', r"it holds b\x1b, c; expected one of Blocks, Expense"),
        (b'{"JobStatus": "IN_PROGRESS"}', "the job was still running; get its result"),
        (
            b'{"JobStatus": "FAILED", "StatusMessage": "UNSUPPORTED_DOCUMENT"}',
            "the job failed: UNSUPPORTED_DOCUMENT",
        ),
    ],
)
def test_what_is_no_result_is_told_and_the_others_are_read(
    tmp_path: Path, content: bytes, message: str
) -> None:
    bad, good = tmp_path / "bad.json", saved(tmp_path / "good.json", answer(form_page()))
    bad.write_bytes(content)

    result = read(bad, tmp_path / "none.json", good)

    assert result.exit_code == 1
    assert f"papertray: {bad}: " in result.stderr
    assert message in result.stderr
    assert f"papertray: {tmp_path / 'none.json'}: No such file or directory\n" in result.stderr
    assert values(json.loads(result.stdout)) == [(1, "12.50")]


def test_an_answer_that_is_too_long_when_decompressed_is_told_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb, good = tmp_path / "bomb.gz", saved(tmp_path / "good.json", answer(form_page()))
    monkeypatch.setattr("console.contents.LONGEST", 1 << 20)
    bomb.write_bytes(gzip.compress(bytes((1 << 20) + 1)))

    result = read(bomb, good)

    assert result.exit_code == 1
    assert f"papertray: {bomb}: has more than 1,048,576 bytes when decompressed" in result.stderr
    assert values(json.loads(result.stdout)) == [(1, "12.50")]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds to RLIMIT_AS")
def test_what_no_memory_is_left_for_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    bomb, good = tmp_path / "bomb.gz", saved(tmp_path / "good.json", answer(form_page()))
    bomb.write_bytes(gzip.compress(bytes(MEMORY), 1))
    code = (
        f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}));"
        " from console.cli import main; main()"
    )

    command = [sys.executable, "-c", code, "read", str(bomb), str(good)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)

    assert result.returncode == 1
    assert result.stderr == f"papertray: {bomb}: takes more memory than there is\n"
    assert values(json.loads(result.stdout)) == [(1, "12.50")]


LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
MEMBERS = st.sampled_from(
    ["Blocks", "BlockType", "Page", "Id", "Results", "Summary", "ExpenseDocuments", "Extractions",
     "JobStatus", "NextToken", "DocumentMetadata", "Warnings", "Relationships", "Ids", "Text",
     "blocks", "blockType", "block_type", "documentMetadata", "body"]
)  # fmt: skip
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(MEMBERS, inner, max_size=4)
)


TEXTS = ANYTHING.map(json.dumps)
LINES = st.lists(TEXTS | TEXTS.map(json.dumps), max_size=3).map("\n".join)


@given(st.binary() | LINES.map(str.encode))
def test_no_content_breaks_it(content: bytes) -> None:
    result = read("-", "-", stdin=content)

    assert isinstance(result.exception, SystemExit | None), repr(result.exception)


def test_a_folder_without_parts_is_told(tmp_path: Path) -> None:
    saved(tmp_path / "page-one.json", answer(form_page()))

    result = read(tmp_path)

    assert result.exit_code == 1
    assert f"{tmp_path}: no parts of a job (1, 2, 3, ...) in this folder" in result.stderr


def test_it_brings_neither_boto3_nor_the_cdk() -> None:
    code = "import sys, console.cli, console.read; print({'boto3', 'aws_cdk'} & {*sys.modules})"

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout == "set()\n"


def test_every_recorded_answer_is_read() -> None:
    if not CORPUS.exists():
        pytest.skip("the recorded answers are not beside the repository")
    paths = sorted(CORPUS.glob("*.json"))

    result = read(*paths)

    unread = ["the job failed: Dummy Status Message", "the job was still running"]
    assert len(result.stdout.splitlines()) == len(paths) - len(unread)
    assert all(message in result.stderr for message in unread)
