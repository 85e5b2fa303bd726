"""The assembly is made once, and again when a source has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from local import synthesis as module
from local.synthesis import NotSynthesized, synthesis

pytestmark = pytest.mark.local


def test_an_assembly_is_made_once_for_each_state_of_its_sources(tmp_path: Path) -> None:
    with synthesis(tmp_path) as assembly:
        made = assembly()
    stamp = (made / "manifest.json").stat().st_mtime_ns

    with synthesis(tmp_path) as assembly:
        again = assembly()

    assert again == made
    assert (again / "manifest.json").stat().st_mtime_ns == stamp
    assert [path.name for path in tmp_path.iterdir()] == [made.name]


def test_what_the_cdk_complains_of_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tmp_path / "project"
    (project / "stacks").mkdir(parents=True)
    (project / "stacks" / "__init__.py").touch()
    (project / "stacks" / "__main__.py").write_text('raise SystemExit("papertray.toml: oh no")')
    monkeypatch.setattr(module, "PROJECT", project)

    with synthesis(tmp_path / "home") as assembly, pytest.raises(NotSynthesized, match="oh no"):
        assembly()
