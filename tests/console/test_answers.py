"""Which files are one answer: parts of a job that the shell ordered, a loan package's two calls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.console.reading import documents, page, read, saved, values
from tests.lambdas.blocks import answer, form_page


def test_numbered_parts_that_the_shell_put_in_order_are_one_job(tmp_path: Path) -> None:
    paths = [
        saved(tmp_path / "job" / str(number), page(f"{number}.50", number, of=12))
        for number in range(1, 13)
    ]

    [document] = documents(read(*sorted(paths)))

    assert values(document) == [(number, f"{number}.50") for number in range(1, 13)]
    assert document["warnings"] == []


def test_numbered_parts_with_tokens_are_read_by_number(tmp_path: Path) -> None:
    paths = [
        saved(tmp_path / f"{number}.json", page("1.50", number, of=10, more=number < 10))
        for number in range(1, 11)
    ]

    [document] = documents(read(*sorted(paths)))

    assert [number for number, _ in values(document)] == [*range(1, 11)]


def test_numbered_whole_answers_stay_apart(tmp_path: Path) -> None:
    paths = [
        saved(tmp_path / f"{number}.json", answer(form_page(value=f"{number}.50")))
        for number in range(1, 12)
    ]

    found = documents(read(*sorted(paths)))

    assert [values(document) for document in found] == [[(1, f"{n}.50")] for n in range(1, 12)]


def test_numbered_files_of_two_folders_are_two_jobs(tmp_path: Path) -> None:
    paths = [
        saved(tmp_path / job / str(number), page("1.50", number, of=2))
        for job in ("a", "b")
        for number in (1, 2)
    ]

    found = documents(read(*paths))

    assert [values(document) for document in found] == [[(1, "1.50"), (2, "1.50")]] * 2


def test_folders_that_are_named_by_numbers_stay_in_their_order(tmp_path: Path) -> None:
    for job in ("10", "9"):
        saved(tmp_path / job / "1", answer(form_page(value=f"{job}.50")))

    found = documents(read(tmp_path / "10", tmp_path / "9"))

    assert [values(document) for document in found] == [[(1, "10.50")], [(1, "9.50")]]


def test_each_result_of_numbered_files_has_its_own_folder(tmp_path: Path) -> None:
    paths = [
        saved(tmp_path / "in" / f"{number}.json", answer(form_page(value=f"{number}.50")))
        for number in (10, 9)
    ]

    result = read(*paths, "--out", tmp_path / "out")

    texts = {home.name: (home / "text.txt").read_text() for home in (tmp_path / "out").iterdir()}
    assert texts == {"9": "Total: 9.50\n", "10": "Total: 10.50\n"}
    assert result.exit_code == 0


def details(*, pages: int) -> dict[str, Any]:
    """GetLendingAnalysis's answer."""
    classified = {"PageType": [{"Value": "CHECKS", "Confidence": 99.0}], "PageNumber": []}
    results = [
        {"Page": number, "PageClassification": classified, "Extractions": []}
        for number in range(1, pages + 1)
    ]
    return {
        "DocumentMetadata": {"Pages": pages},
        "JobStatus": "SUCCEEDED",
        "Results": results,
        "AnalyzeLendingModelVersion": "1.0",
    }


def summary(*, pages: int) -> dict[str, Any]:
    """GetLendingAnalysisSummary's answer."""
    group = {"Type": "CHECKS", "SplitDocuments": [{"Index": 1, "Pages": [*range(1, pages + 1)]}]}
    return {
        "DocumentMetadata": {"Pages": pages},
        "JobStatus": "SUCCEEDED",
        "Summary": {"DocumentGroups": [group]},
        "AnalyzeLendingModelVersion": "1.0",
    }


@pytest.mark.parametrize("names", [("details", "summary"), ("loan-summary", "loan")])
def test_a_loan_package_s_details_and_summary_are_one_document(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    made = {name: summary if "summary" in name else details for name in names}
    paths = [saved(tmp_path / name, make(pages=2)) for name, make in made.items()]

    [document] = documents(read(*paths))

    assert [each["page"] for each in document["pages"]] == [1, 2]
    assert document["lending"]["groups"][0]["type"] == "CHECKS"
    assert document["warnings"] == []


def test_each_of_several_loan_packages_has_its_own_summary(tmp_path: Path) -> None:
    content = [details(pages=1), summary(pages=1), details(pages=2), summary(pages=2)]
    paths = [saved(tmp_path / f"{place}.json", each) for place, each in enumerate(content)]

    found = documents(read(*paths))

    assert [document["page_count"] for document in found] == [1, 2]
    assert all(document["lending"] for document in found)


@pytest.mark.parametrize(
    "other",
    [
        {**details(pages=2), "Summary": summary(pages=2)["Summary"]},
        answer(form_page(), form_page(page=2)),
        details(pages=3),
    ],
)
def test_a_summary_goes_only_to_a_loan_package_of_its_length_that_has_none(
    tmp_path: Path, other: dict[str, Any]
) -> None:
    content = [other, summary(pages=2)]

    assert len(documents(read(saved(tmp_path / "batch.json", content)))) == len(content)


def test_a_loan_package_without_its_summary_does_not_take_the_next_answer(tmp_path: Path) -> None:
    paths = [
        saved(tmp_path / "a", details(pages=2)),
        saved(tmp_path / "b", page("3.50", 3, of=2)),
    ]

    assert len(documents(read(*paths))) == len(paths)
