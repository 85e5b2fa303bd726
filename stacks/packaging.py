"""What is uploaded: the functions' own code, and one layer of what they depend on; no Docker."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import jsii
from aws_cdk import AssetHashType, BundlingOptions, DockerImage, ILocalBundling
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from lambdas.errors import PapertrayError

PROJECT = Path(__file__).parent.parent
LOCK = PROJECT / "lambdas" / "requirements.lock"
RUNTIME = lambda_.Runtime.PYTHON_3_13
PYTHON_VERSION = "3.13"
PLATFORMS = {"arm64": "manylinux2014_aarch64", "x86_64": "manylinux2014_x86_64"}
ARCHITECTURES = {"arm64": lambda_.Architecture.ARM_64, "x86_64": lambda_.Architecture.X86_64}


class LayerNotBuilt(PapertrayError):
    """pip could not fetch what the functions depend on."""


@contextmanager
def function_source(configuration: Path) -> Iterator[Path]:
    """Yield a directory with exactly what the functions are: `lambdas/**/*.py`, papertray.toml.

    The CDK copies it while the stack is made; the same files give the same asset everywhere.
    """
    with TemporaryDirectory(prefix="papertray-") as name:
        source = Path(name)
        for module in sorted((PROJECT / "lambdas").rglob("*.py")):
            copy = source / module.relative_to(PROJECT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(module, copy)
        shutil.copyfile(configuration, source / "papertray.toml")
        yield source


class Dependencies(lambda_.LayerVersion):
    """The locked third-party packages, as wheels for Lambda.

    Named after the lock, Python and platform: the same in every template, built once per `cdk.out`,
    and only for a stack that is bundled.
    """

    def __init__(self, scope: Construct, id_: str, *, architecture: str) -> None:
        platform = PLATFORMS[architecture]
        pip = PipBundling(platform)
        try:
            super().__init__(
                scope,
                id_,
                description=f"Papertray's dependencies, Python {PYTHON_VERSION}, {platform}",
                compatible_runtimes=[RUNTIME],
                compatible_architectures=[ARCHITECTURES[architecture]],
                code=_layer_code(pip),
            )
        except RuntimeError:  # jsii's wrapping of what went wrong in try_bundle
            if pip.failure:
                raise pip.failure from None
            raise


def _layer_code(pip: PipBundling) -> lambda_.Code:
    return lambda_.Code.from_asset(
        str(LOCK.parent),
        asset_hash=layer_hash(LOCK.read_bytes(), pip.platform),
        asset_hash_type=AssetHashType.CUSTOM,
        bundling=BundlingOptions(
            image=DockerImage.from_registry("unused"),  # required; try_bundle never declines
            local=pip,
        ),
    )


def layer_hash(lock: bytes, platform: str) -> str:
    return hashlib.sha256(f"{PYTHON_VERSION} {platform}\n".encode() + lock).hexdigest()


@jsii.implements(ILocalBundling)
class PipBundling:
    """Lets pip fetch the wheels of Lambda's platform; no package's own code runs."""

    def __init__(self, platform: str) -> None:
        self.platform = platform
        self.failure: LayerNotBuilt | None = None

    def try_bundle(self, output_dir: str, *_options: object, **_named: object) -> bool:
        """jsii passes the options by position; its type hints say by name."""
        try:
            install(Path(output_dir) / "python", platform=self.platform)
        except LayerNotBuilt as error:
            self.failure = error
            raise
        return True


def install(target: Path, *, platform: str, lock: Path = LOCK) -> None:
    """Install `lock` for Lambda's Python on `platform` into `target`; raise LayerNotBuilt."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--requirement", str(lock), "--require-hashes", "--no-deps", "--no-compile"]
    command += ["--only-binary=:all:", "--implementation", "cp", "--platform", platform]
    command += ["--python-version", PYTHON_VERSION, "--target", str(target)]
    pip = subprocess.run(command, capture_output=True, text=True, check=False)
    if pip.returncode:
        raise LayerNotBuilt(
            f"pip could not fetch {lock.name} for {platform}, Python {PYTHON_VERSION}; "
            f"is the package index reachable?\n{pip.stderr.strip()}"
        )
