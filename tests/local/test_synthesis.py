"""The assembly is made once, and again when a source has changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lambdas.profiles import ConfigurationError
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


@pytest.fixture
def stacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where another program stands in for the CDK."""
    project = tmp_path / "project"
    (project / "stacks").mkdir(parents=True)
    (project / "stacks" / "__init__.py").touch()
    monkeypatch.setattr(module, "PROJECT", project)
    return project / "stacks" / "__main__.py"


def test_two_who_synthesize_at_once_share_one_assembly(tmp_path: Path, stacks: Path) -> None:
    stacks.write_text("import pathlib, sys; pathlib.Path(sys.argv[1], 'made').mkdir(parents=True)")

    with synthesis(tmp_path / "home") as one, synthesis(tmp_path / "home") as other:
        shared = one()
        assert other() == shared
        assert [path.name for path in shared.iterdir()] == ["made"]


def test_another_configuration_has_an_assembly_of_its_own(tmp_path: Path, stacks: Path) -> None:
    stacks.write_text(
        "import pathlib, sys\n"
        "made = pathlib.Path(sys.argv[1]); made.mkdir()\n"
        "(made / 'configuration').write_text(pathlib.Path(sys.argv[2]).read_text())\n"
    )
    configurations = [tmp_path / f"{name}.toml" for name in ("letters", "cards")]
    for path in configurations:
        path.write_text(f'[profiles.{path.stem}]\nprefix = ""\noperation = "DetectDocumentText"\n')

    for path in configurations:
        with synthesis(tmp_path / "home", configuration=path) as assembly:
            made = assembly()
        assert (made / "configuration").read_text() == path.read_text()

    assert len([*(tmp_path / "home").iterdir()]) == len(configurations)


def test_only_the_latest_assemblies_are_kept(tmp_path: Path, stacks: Path) -> None:
    stacks.write_text("import pathlib, sys; pathlib.Path(sys.argv[1], 'made').mkdir(parents=True)")
    home = tmp_path / "home"
    for number in range(6):
        (home / f"assembly-{number}").mkdir(parents=True)
        os.utime(home / f"assembly-{number}", (number, number))

    with synthesis(home) as assembly:
        made = assembly()

    kept = {path.name for path in home.iterdir()}
    assert kept == {made.name, "assembly-5", "assembly-4", "assembly-3"}


def test_a_mistake_in_the_configuration_is_told_before_anything_starts(tmp_path: Path) -> None:
    configuration = tmp_path / "mine.toml"
    configuration.write_text("profiles = 1\n")

    with (
        pytest.raises(ConfigurationError, match=r"mine\.toml: profiles"),
        synthesis(tmp_path / "home", configuration=configuration),
    ):
        pass


def test_what_the_cdk_complains_of_is_said(tmp_path: Path, stacks: Path) -> None:
    stacks.write_text('raise SystemExit("papertray.toml: oh no")')

    with synthesis(tmp_path / "home") as assembly, pytest.raises(NotSynthesized, match="oh no"):
        assembly()
