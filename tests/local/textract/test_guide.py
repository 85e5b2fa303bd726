"""What the guide shows, works as it is written there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from local.textract.answers import Manifest
from local.textract.counts import Counts
from local.textract.plan import Fault, Plan, read_plan
from local.textract.quotas import PER_SECOND

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "local-textract.md").read_text()


def blocks(language: str) -> list[str]:
    """Return the guide's blocks of code in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


@pytest.mark.local
def test_the_fixture_works_for_whoever_pastes_it(tmp_path: Path) -> None:
    for block in blocks("python"):
        name = block.partition("\n")[0].removeprefix("# ")
        (tmp_path / name).write_text(block)
    shutil.copy(ROOT / "samples" / "letter.png", tmp_path)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    pytest_run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "."],
        cwd=tmp_path,
        env={"PATH": path, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert "2 passed" in pytest_run.stdout, pytest_run.stdout + pytest_run.stderr


def test_the_plan_is_one(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(blocks("toml")[0])

    plan = read_plan(path)

    assert len(plan.faults) == 2
    assert plan.answers
    assert set(msgspec.structs.asdict(plan)) == set(msgspec.structs.asdict(Plan()))


def test_the_manifest_and_the_counts_have_the_shape_that_is_shown() -> None:
    manifest, counts = blocks("json")

    assert msgspec.json.decode(manifest, type=Manifest).answers
    assert msgspec.json.decode(counts).keys() == Counts().snapshot().keys()


def test_every_quota_is_told() -> None:
    told = {
        operation: int(number)
        for number, names in re.findall(r"^\| (\d+) \| (.*) \|$", GUIDE, re.MULTILINE)
        for operation in names.split(", ")
    }

    assert told == PER_SECOND


@pytest.mark.parametrize("fault", Fault.__subclasses__())
def test_every_fault_is_told_with_its_members(fault: type[Fault]) -> None:
    members = set(fault.__struct_fields__) - set(Fault.__struct_fields__)

    row = re.search(rf"^\| `{fault.__struct_config__.tag}` \|(.*?)\|", GUIDE, re.MULTILINE)

    assert row
    assert set(re.findall(r"`(\w+)`", row[1])) == members
