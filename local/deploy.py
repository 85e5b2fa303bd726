"""Deploy a synthesized CDK app into the local AWS: its assets, then its stack."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from lambdas.errors import PapertrayError
from local.aws.local_aws import ACCOUNT, REGION, LocalAws

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.literals import CapabilityType

# What the CDK's templates ask of an account's bootstrap stack: any version that is new enough.
BOOTSTRAP_PARAMETER = "/cdk-bootstrap/hnb659fds/version"
BOOTSTRAP_VERSION = "30"

POLL = 0.2  # seconds between looks at a stack
WITHIN = 300.0  # seconds for a stack; ours takes two
CAPABILITIES: list[CapabilityType] = ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
SAME_DATE = (1980, 1, 1, 0, 0, 0)  # so that the same files make the same zip


class DeploymentFailed(PapertrayError):
    """CloudFormation did not bring the stack up; says which resources failed and why."""


class UnknownAssembly(PapertrayError):
    """The folder is not a cloud assembly with one stack."""


@dataclass(frozen=True, kw_only=True)
class Asset:
    """A file, or a folder to be zipped, and where the template expects it."""

    source: Path
    zipped: bool
    bucket: str
    key: str

    def content(self) -> bytes:
        return zipped(self.source) if self.zipped else self.source.read_bytes()


@dataclass(frozen=True, kw_only=True)
class Stack:
    """A stack of a cloud assembly."""

    name: str
    template: tuple[str, str]
    """The bucket and key that the template is uploaded to, as one of the assets."""
    parameters: Mapping[str, str]
    assets: tuple[Asset, ...]


def deploy(aws: LocalAws, assembly: Path) -> dict[str, str]:
    """Create or update the stack of the CDK cloud assembly in `assembly`; return its outputs."""
    stack = stack_of(assembly)
    aws.client("ssm").put_parameter(
        Name=BOOTSTRAP_PARAMETER, Value=BOOTSTRAP_VERSION, Type="String", Overwrite=True
    )
    _upload(aws, stack.assets)
    cloudformation = aws.client("cloudformation")
    stack_id = _create_or_update(cloudformation, stack, aws.endpoint_url)
    return _outputs(cloudformation, stack_id)


def stack_of(assembly: Path) -> Stack:
    """Return the one stack of the cloud assembly in `assembly`, with its assets."""
    artifacts = _json(assembly / "manifest.json")["artifacts"]
    stacks = {
        name: artifact["properties"]
        for name, artifact in artifacts.items()
        if artifact["type"] == "aws:cloudformation:stack"
    }
    if len(stacks) != 1:
        raise UnknownAssembly(f"{assembly} must have one stack, has {sorted(stacks) or 'none'}")
    ((name, properties),) = stacks.items()
    url = _local(properties["stackTemplateAssetObjectUrl"])
    bucket, _, key = url.removeprefix("s3://").partition("/")
    return Stack(
        name=properties.get("stackName", name),
        template=(bucket, key),
        parameters=properties.get("parameters", {}),
        assets=tuple(_assets(assembly, artifacts)),
    )


def zipped(folder: Path) -> bytes:
    """Return `folder` as a zip; it crosses the loopback only, so compressing would cost time."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), SAME_DATE)
            entry.external_attr = path.stat().st_mode << 16
            archive.writestr(entry, path.read_bytes())
    return content.getvalue()


def _assets(assembly: Path, artifacts: Mapping[str, Any]) -> Iterator[Asset]:
    for artifact in artifacts.values():
        if artifact["type"] != "cdk:asset-manifest":
            continue
        for file in _json(assembly / artifact["properties"]["file"]).get("files", {}).values():
            for destination in file["destinations"].values():
                yield Asset(
                    source=assembly / file["source"]["path"],
                    zipped=file["source"]["packaging"] == "zip",
                    bucket=_local(destination["bucketName"]),
                    key=destination["objectKey"],
                )


def _local(text: str) -> str:
    return text.replace("${AWS::AccountId}", ACCOUNT).replace("${AWS::Region}", REGION)


def _json(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text())
    except FileNotFoundError as error:
        raise UnknownAssembly(f"{path} is missing: is {path.parent} a cdk.out folder?") from error
    return content


def _upload(aws: LocalAws, assets: tuple[Asset, ...]) -> None:
    s3 = aws.client("s3")
    for bucket in {asset.bucket for asset in assets}:
        s3.create_bucket(Bucket=bucket)  # again is no error in us-east-1
    for asset in assets:
        s3.put_object(Bucket=asset.bucket, Key=asset.key, Body=asset.content())


def _create_or_update(cloudformation: CloudFormationClient, stack: Stack, endpoint_url: str) -> str:
    """Return the stack's id; the work goes on."""
    bucket, key = stack.template
    exists = _exists(cloudformation, stack.name)
    create_or_update = cloudformation.update_stack if exists else cloudformation.create_stack
    try:
        answer = create_or_update(
            StackName=stack.name,
            TemplateURL=f"{endpoint_url}/{bucket}/{key}",
            Parameters=[
                {"ParameterKey": name, "ParameterValue": value}
                for name, value in stack.parameters.items()
            ],
            Capabilities=CAPABILITIES,
        )
    except ClientError as error:
        message = error.response["Error"]["Message"]
        if "No updates are to be performed" in message:
            return stack.name
        raise DeploymentFailed(f"{stack.name}: {message}") from error
    return answer["StackId"]


def _exists(cloudformation: CloudFormationClient, stack: str) -> bool:
    """Return whether there is a stack to update, after removing one whose creation failed."""
    try:
        status = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
    except ClientError as error:
        if "does not exist" in error.response["Error"]["Message"]:
            return False
        raise
    if status not in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"):
        return True
    cloudformation.delete_stack(StackName=stack)
    cloudformation.get_waiter("stack_delete_complete").wait(
        StackName=stack, WaiterConfig={"Delay": 1}
    )
    return False


def _outputs(cloudformation: CloudFormationClient, stack_id: str) -> dict[str, str]:
    deadline = time.monotonic() + WITHIN
    while True:
        stack = cloudformation.describe_stacks(StackName=stack_id)["Stacks"][0]
        status = stack["StackStatus"]
        if not status.endswith("_IN_PROGRESS") or time.monotonic() > deadline:
            break
        time.sleep(POLL)
    if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        reasons = "\n".join(_failures(cloudformation, stack_id))
        raise DeploymentFailed(f"{stack['StackName']} is {status}:\n{reasons}")
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def _failures(cloudformation: CloudFormationClient, stack_id: str) -> Iterator[str]:
    pages = cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack_id)
    events = [event for page in pages for event in page["StackEvents"]]
    for event in reversed(events):
        if event["ResourceStatus"].endswith("_FAILED"):
            resource = f"{event['LogicalResourceId']} ({event['ResourceType']})"
            yield f"- {resource}: {event.get('ResourceStatusReason', 'no reason given')}"
