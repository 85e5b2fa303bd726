"""A synthesized app becomes a running stack in the local AWS."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local.aws.local_aws import LocalAws
from local.deploy import DeploymentFailed, UnknownAssembly, deploy, zipped

BUCKET = "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"
TRUST = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}}


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    with LocalAws(textract="tests.local.aws.echo_textract") as local_aws:
        yield local_aws


def an_assembly(
    folder: Path,
    *,
    greeting: str = "hello",
    name: str = "App",
    extra: dict[str, Any] | None = None,
) -> Path:
    """Write what `cdk synth` writes for a stack with one function."""
    (folder / "asset.code").mkdir(exist_ok=True)
    (folder / "asset.code" / "index.py").write_text(
        "import os, pypdf\n\ndef handler(event, context):\n    return os.environ['GREETING']\n"
    )
    layer = folder / "asset.layer" / "python" / "pypdf"
    layer.mkdir(parents=True, exist_ok=True)
    (layer / "__init__.py").write_text("raise ImportError('made for another platform')\n")
    files = {
        "code": _file("asset.code", "zip", "code.zip"),
        "layer": _file("asset.layer", "zip", "layer.zip"),
        "template": _file("App.template.json", "file", "template.json"),
    }
    _write(folder / "App.assets.json", {"version": "50.0.0", "files": files})
    _write(folder / "App.template.json", _template(greeting, extra))
    stack = {
        "templateFile": "App.template.json",
        "stackName": name,
        "stackTemplateAssetObjectUrl": f"s3://{BUCKET}/template.json",
    }
    artifacts = {
        "App.assets": {"type": "cdk:asset-manifest", "properties": {"file": "App.assets.json"}},
        "App": {"type": "aws:cloudformation:stack", "properties": stack},
    }
    _write(folder / "manifest.json", {"version": "50.0.0", "artifacts": artifacts})
    return folder


def _file(path: str, packaging: str, key: str) -> dict[str, Any]:
    return {
        "source": {"path": path, "packaging": packaging},
        "destinations": {"current": {"bucketName": BUCKET, "objectKey": key}},
    }


def _template(greeting: str, extra: dict[str, Any] | None) -> dict[str, Any]:
    trust = {"Version": "2012-10-17", "Statement": [TRUST | {"Action": "sts:AssumeRole"}]}
    function = {
        "Runtime": "python3.13",
        "Handler": "index.handler",
        "Code": {"S3Bucket": {"Fn::Sub": BUCKET}, "S3Key": "code.zip"},
        "Role": {"Fn::GetAtt": ["Role", "Arn"]},
        "Environment": {"Variables": {"GREETING": greeting}},
        "Layers": [{"Ref": "Layer"}],
    }
    layer = {"S3Bucket": {"Fn::Sub": BUCKET}, "S3Key": "layer.zip"}
    return {
        "Parameters": {
            "BootstrapVersion": {
                "Type": "AWS::SSM::Parameter::Value<String>",
                "Default": "/cdk-bootstrap/hnb659fds/version",
            }
        },
        "Resources": {
            "Role": {
                "Type": "AWS::IAM::Role",
                "Properties": {"AssumeRolePolicyDocument": trust},
            },
            "Layer": {"Type": "AWS::Lambda::LayerVersion", "Properties": {"Content": layer}},
            "Function": {"Type": "AWS::Lambda::Function", "Properties": function},
            **(extra or {}),
        },
        "Outputs": {"Function": {"Value": {"Ref": "Function"}}},
    }


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content))


def _greeting(aws: LocalAws, function: str) -> Any:  # noqa: ANN401 - what the function returns
    return json.loads(aws.client("lambda").invoke(FunctionName=function)["Payload"].read())


@pytest.mark.local
def test_an_app_is_deployed_deployed_again_and_changed(aws: LocalAws, tmp_path: Path) -> None:
    outputs = deploy(aws, an_assembly(tmp_path))
    assert _greeting(aws, outputs["Function"]) == "hello"

    assert deploy(aws, an_assembly(tmp_path)) == outputs

    assert deploy(aws, an_assembly(tmp_path, greeting="good evening")) == outputs
    assert _greeting(aws, outputs["Function"]) == "good evening"


@pytest.mark.local
def test_a_function_has_its_packages_for_this_machine_instead_of_the_layers(
    aws: LocalAws, tmp_path: Path
) -> None:
    outputs = deploy(aws, an_assembly(tmp_path, name="Layered"))

    assert _greeting(aws, outputs["Function"]) == "hello"


@pytest.mark.local
def test_a_resource_that_fails_is_named_and_the_next_deployment_starts_afresh(
    aws: LocalAws, tmp_path: Path
) -> None:
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 999_999}}
    wrong = an_assembly(tmp_path, name="Wrong", extra={"Work": queue})

    with pytest.raises(DeploymentFailed, match=r"(?s)Wrong is ROLLBACK.*- Work .AWS::SQS::Queue.:"):
        deploy(aws, wrong)

    assert deploy(aws, an_assembly(tmp_path, name="Wrong"))["Function"]


@pytest.mark.local
def test_a_template_that_is_refused_says_why(aws: LocalAws, tmp_path: Path) -> None:
    domain = {"Type": "AWS::SageMaker::Domain", "Properties": {}}

    with pytest.raises(DeploymentFailed, match=r"Refused: .*AWS::SageMaker::Domain"):
        deploy(aws, an_assembly(tmp_path, name="Refused", extra={"Domain": domain}))


@pytest.mark.local
def test_a_folder_that_is_no_assembly_is_named(aws: LocalAws, tmp_path: Path) -> None:
    with pytest.raises(UnknownAssembly, match=r"manifest\.json is missing"):
        deploy(aws, tmp_path)


def test_the_same_files_make_the_same_zip_with_their_modes(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "script.sh").write_text("#!/bin/sh\n")
    (tmp_path / "room" / "script.sh").chmod(0o755)

    content = zipped(tmp_path)
    (tmp_path / "room" / "script.sh").touch()

    assert zipped(tmp_path) == content
    (entry,) = zipfile.ZipFile(io.BytesIO(content)).infolist()
    assert entry.filename == "room/script.sh"
    assert entry.external_attr >> 16 & 0o777 == 0o755
