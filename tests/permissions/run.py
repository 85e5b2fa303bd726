"""Runs the scenario on a template in a local AWS of its own."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from local.aws.environment import HOME, functions_python, ministack_python
from local.aws.local_aws import LocalAws
from local.deploy import DeploymentFailed, deploy
from tests.permissions import stand_in_textract
from tests.permissions.office import Noticed, Office, denial
from tests.permissions.scenario import play
from tests.stacks.synthesized import Json, Synthesized

TEMPLATE = "Papertray.template.json"
# A throttled worker waits as long as its function has time, less a reserve of 30 seconds: with
# this timeout it gives the message back at once.
IMPATIENT = 30  # seconds


IMPATIENT_HANDLERS = ("lambdas.handlers.analyze.handler", "lambdas.handlers.start.handler")


def what_goes_wrong(stack: Synthesized) -> str | None:
    """Deploy a stack and play the scenario; return what went wrong first, None if nothing."""
    with TemporaryDirectory(prefix="papertray-mutant-") as name:
        assembly, home = Path(name, "assembly"), Path(name, "home")
        _lay_out(stack, assembly)
        _link_environments(home)
        with LocalAws(home=home, textract=stand_in_textract.__name__) as aws:
            try:
                outputs = deploy(aws, assembly)
                play(Office(aws=aws, outputs=outputs, logs=home / "logs"))
            except (DeploymentFailed, Noticed) as noticed:
                told = " ".join(str(noticed).split())
                return denial(told) or told
    return None


def _lay_out(stack: Synthesized, folder: Path) -> None:
    """Write the stack's template, impatient, among the assets that it was synthesized with."""
    folder.mkdir()
    for path in stack.directory.iterdir():
        if path.name != TEMPLATE:
            (folder / path.name).symlink_to(path.resolve())
    (folder / TEMPLATE).write_text(json.dumps(_impatient(stack.template)), encoding="utf-8")


def _impatient(template: Json) -> Json:
    changed: Json = copy.deepcopy(template)
    for resource in changed["Resources"].values():
        properties = resource.get("Properties", {})
        if properties.get("Handler") in IMPATIENT_HANDLERS:
            properties["Timeout"] = IMPATIENT
    return changed


def _link_environments(home: Path) -> None:
    """Share the environments of the local AWS, but not its logs."""
    home.mkdir()
    for python in (functions_python(HOME), ministack_python(HOME)):
        environment = python.parents[1]
        (home / environment.name).symlink_to(environment)
