"""A plan is a TOML or JSON file; what is wrong with it is named with member, value and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from local.textract.plan import Error, LateNotice, Plan, PlanError, plan, read_plan
from local.textract.quotas import Quotas

TOML = """
page_milliseconds = 250
seed = 3

[quotas]
scale = 0.5
per_second = { AnalyzeID = 2 }

[[faults]]
fault = "error"
code = "InternalServerError"
share = 0.1

[[faults]]
fault = "late-notice"
seconds = 5
first = 2
operations = ["StartDocumentAnalysis"]
"""


def test_a_toml_file_says_everything(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(TOML)

    assert read_plan(path) == Plan(
        page_milliseconds=250,
        seed=3,
        quotas=Quotas(scale=0.5, per_second={"AnalyzeID": 2}),
        faults=(
            Error(code="InternalServerError", share=0.1),
            LateNotice(seconds=5, first=2, operations=("StartDocumentAnalysis",)),
        ),
    )


def test_a_json_file_says_it_too_and_its_folder_is_where_answers_are(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text('{"answers": {"folder": "recorded", "only": true}}')

    answers = read_plan(path).answers

    assert answers is not None
    assert (answers.folder, answers.only) == (tmp_path / "recorded", True)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ([], "the plan: Expected `object`, got `array`"),
        ({"colour": 1}, "the plan: Object contains unknown field `colour`"),
        ({"seed": "a"}, "seed = 'a': Expected `int`"),
        ({"page_milliseconds": -1}, "page_milliseconds = -1: Expected `float` >= 0"),
        ({"quotas": {"scale": 0}}, "quotas.scale = 0: Expected `float` > 0"),
        ({"quotas": {"open_jobs": 0}}, "quotas.open_jobs = 0: Expected `int` >= 1"),
        ({"quotas": {"per_second": {"Scan": 1}}}, "no operation 'Scan' has a quota; use Analyze"),
        ({"answers": {"folder": "here"}}, "answers.folder = 'here': name an absolute path"),
        ({"answers": {"folder": 3}}, "answers.folder = 3: a folder is named by its path"),
    ],
)
def test_a_wrong_plan_is_told_by_member_value_and_remedy(raw: Any, said: str) -> None:  # noqa: ANN401
    with pytest.raises(PlanError) as error:
        plan(raw, name="plan")

    assert said in str(error.value)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"fault": "flood"}, "faults[0].fault = 'flood': Invalid value 'flood'"),
        ({"fault": "lost-notice"}, "a fault takes either share (0 to 1) or first"),
        ({"fault": "lost-notice", "first": 1, "share": 0.5}, "either share (0 to 1) or first"),
        ({"fault": "lost-notice", "share": 2}, "faults[0].share = 2: Expected `float` <= 1"),
        ({"fault": "late-notice", "first": 1}, "missing required field `seconds`"),
        ({"fault": "error", "first": 1, "code": "Oops"}, "code = 'Oops': use one of AccessDenied"),
        ({"fault": "partial-job", "first": 1, "pages": []}, "faults[0].pages"),
        ({"fault": "partial-job", "first": 1, "pages": [0]}, "faults[0].pages[0] = 0"),
        (
            {"fault": "failed-job", "first": 1, "operations": ["AnalyzeID"]},
            "operations = ['AnalyzeID']: it strikes StartDocumentTextDetection",
        ),
    ],
)
def test_a_wrong_fault_is_told_by_member_value_and_remedy(fault: dict[str, Any], said: str) -> None:
    with pytest.raises(PlanError) as error:
        plan({"faults": [fault]}, name="plan")

    assert said in str(error.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.toml", None, "none.toml cannot be read: No such file"),
        ("bad.toml", b"seed = ", "bad.toml is no TOML"),
        ("bad.json", b"{", "bad.json is no JSON"),
        ("latin.toml", b"# \xe9\nseed = 1", "latin.toml is no TOML"),
    ],
)
def test_a_file_that_is_no_plan_is_named(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(PlanError) as error:
        read_plan(tmp_path / name)

    assert said in str(error.value)
