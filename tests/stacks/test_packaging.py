"""What is uploaded is what is meant: our code, the configuration, and nothing else."""

from __future__ import annotations

import filecmp
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lambdas.profiles import PATH, load
from stacks.assembly import synth
from stacks.packaging import PLATFORMS, PROJECT, LayerNotBuilt, install, layer_hash
from tests.stacks.synthesized import Synthesized, variant


def files(folder: Path) -> set[str]:
    return {str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()}


def test_a_function_is_our_modules_and_the_configuration(managed: Synthesized) -> None:
    modules = {str(each.relative_to(PROJECT)) for each in PROJECT.glob("lambdas/**/*.py")}

    assert files(managed.function_asset) == modules | {"papertray.toml"}
    for name in files(managed.function_asset):
        assert filecmp.cmp(managed.function_asset / name, PROJECT / name, shallow=False)


def test_the_code_finds_the_configuration_beside_it(with_key: Synthesized) -> None:
    deployed = with_key.function_asset / PATH.name

    assert load(deployed) == with_key.configuration != load(PATH)


def test_the_deployed_code_is_complete(managed: Synthesized) -> None:
    """Every handler can be imported from the asset alone, with the layer's packages."""
    handlers = [
        function["Handler"].removesuffix(".handler")
        for function in managed.resources("AWS::Lambda::Function").values()
    ]
    program = f"import {', '.join(handlers)}; import lambdas; print(lambdas.__file__)"

    imported = subprocess.run(
        [sys.executable, "-c", program],
        cwd=managed.function_asset,
        env={"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert imported.returncode == 0, imported.stderr
    assert Path(imported.stdout.strip()) == managed.function_asset / "lambdas" / "__init__.py"


def test_the_same_files_make_the_same_template(managed: Synthesized, tmp_path: Path) -> None:
    again = synth(tmp_path)

    assert again.read_bytes() == (managed.directory / again.name).read_bytes()


def test_account_and_region_of_the_shell_do_not_change_the_template(
    managed: Synthesized, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CDK_DEFAULT_ACCOUNT", "111122223333")
    monkeypatch.setenv("CDK_DEFAULT_REGION", "eu-west-1")

    elsewhere = synth(tmp_path)

    assert elsewhere.read_bytes() == (managed.directory / elsewhere.name).read_bytes()


def test_another_configuration_is_another_function(managed: Synthesized, tmp_path: Path) -> None:
    configuration = variant(tmp_path, ("min_confidence = 90.0", "min_confidence = 91.0"))

    other = Synthesized.of(tmp_path / "out", configuration)

    assert other.function_asset.name != managed.function_asset.name


def test_the_layer_is_named_after_its_lock_and_platform() -> None:
    arm, intel = PLATFORMS["arm64"], PLATFORMS["x86_64"]

    assert layer_hash(b"boto3", arm) == layer_hash(b"boto3", arm)
    assert (
        len({layer_hash(b"boto3", arm), layer_hash(b"boto4", arm), layer_hash(b"boto3", intel)})
        == 3
    )


def test_the_template_names_the_layer_without_building_it(
    managed: Synthesized, with_key: Synthesized
) -> None:
    arm, intel = (
        each.only("AWS::Lambda::LayerVersion")[1]["Content"]["S3Key"]
        for each in (managed, with_key)
    )

    assert re.fullmatch(r"[0-9a-f]{64}\.zip", arm)
    assert arm != intel
    assert not list(managed.directory.glob("asset.*/python"))


def test_every_function_uses_the_layer(stack: Synthesized) -> None:
    layer, _ = stack.only("AWS::Lambda::LayerVersion")
    for function in stack.resources("AWS::Lambda::Function").values():
        assert function["Layers"] == [{"Ref": layer}]


@pytest.mark.parametrize("platform", PLATFORMS.values())
def test_a_layer_that_pip_cannot_fetch_is_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")

    with pytest.raises(LayerNotBuilt, match=f"{platform}, Python 3.13; is the package index"):
        install(tmp_path / "python", platform=platform)
