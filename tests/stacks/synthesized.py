"""A synthesized template: every resource of a kind, and policies as a person would write them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from lambdas.documents import ReviewBy
from lambdas.profiles import PATH, Configuration, load
from stacks.assembly import synth

Json = dict[str, Any]


# Rules by where their events come from; the clock has no source
RULES = {"": "SweepRule", "aws.s3": "UploadRule", "aws.sagemaker": "ReviewRule"}


class Right(NamedTuple):
    """One action on one resource, under a condition (JSON, or "")."""

    action: str
    resource: str
    condition: str = ""


def variant(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the project's papertray.toml with some of its text replaced."""
    text = PATH.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "papertray.toml"
    path.write_text(text, encoding="utf-8")
    return path


WORKTEAM = "arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/experts"
TEAM = f'workteam = "{WORKTEAM}"'
PRIVATE_TEAM = 'workteam = "private"\nworker_email = "ann@example.com"'
CHECKED = """
[profiles.{name}]
prefix = "{name}/"
operation = "AnalyzeDocument"
feature_types = ["FORMS"]
[profiles.{name}.review]
by = "{by}"
min_confidence = 90
sample_percent = 100
"""


def with_a2i(configuration: Path, *ways: ReviewBy, team: str = TEAM) -> Path:
    """Add a profile that people review in each of these ways, and who they are."""
    profiles = [CHECKED.format(name=f"checked-by-{by}", by=by) for by in ways]
    with configuration.open("a", encoding="utf-8") as file:
        file.write("".join([*profiles, f"\n[a2i]\n{team}\n"]))
    return configuration


@dataclass(frozen=True, kw_only=True)
class Synthesized:
    directory: Path
    configuration: Configuration
    template: Json

    @classmethod
    def of(cls, directory: Path, configuration: Path = PATH) -> Synthesized:
        path = synth(directory, configuration=configuration)
        template = json.loads(path.read_text(encoding="utf-8"))
        return cls(directory=directory, configuration=load(configuration), template=template)

    @cached_property
    def outputs(self) -> Json:
        return {name: output["Value"] for name, output in self.template["Outputs"].items()}

    @cached_property
    def encrypted(self) -> bool:
        return self.configuration.stack.encryption == "kms"

    @cached_property
    def reviews_by(self) -> set[ReviewBy]:
        """The ways in which people look at documents."""
        reviews = [each.review for each in self.configuration.profiles.values()]
        return {review.by for review in reviews if review}

    @cached_property
    def uses_a2i(self) -> bool:
        return bool(self.reviews_by - {"builtin"})

    def resources(self, kind: str) -> dict[str, Json]:
        """Return the properties of all resources of a CloudFormation type, by logical id."""
        found = {
            id_: each.get("Properties", {})
            for id_, each in self.template["Resources"].items()
            if each["Type"] == kind
        }
        assert found, f"no {kind} in the template: a test that loops over none proves nothing"
        return found

    def only(self, kind: str) -> tuple[str, Json]:
        ((id_, properties),) = self.resources(kind).items()
        return id_, properties

    def resource(self, output: str) -> str:
        """Return the logical id that an output refers to."""
        value = self.outputs[output]
        return str(value["Ref"] if "Ref" in value else value["Fn::GetAtt"][0])

    @cached_property
    def names(self) -> dict[str, str]:
        """Name what has an output by its output, and the rest by what it is for."""
        names = {
            self.resource(output): output for output in self.outputs if not output.endswith("Url")
        }
        functions = self.resources("AWS::Lambda::Function").values()
        of_functions = {each["Role"]["Fn::GetAtt"][0] for each in functions}
        for id_, role in self.resources("AWS::IAM::Role").items():
            is_of_a2i = "Amazon A2I" in role.get("Description", "")
            of_service = "ReviewRole" if is_of_a2i else "TextractRole"
            names[id_] = id_ if id_ in of_functions else of_service
        subscriptions = self.resources("AWS::SNS::Subscription").values()
        (completions,) = [each for each in subscriptions if each["Protocol"] == "sqs"]
        names[completions["TopicArn"]["Ref"]] = "CompletionTopic"
        for id_, rule in self.resources("AWS::Events::Rule").items():
            names[id_] = RULES[next(iter(rule.get("EventPattern", {}).get("source", [])), "")]
        return names

    def text(self, value: object) -> str:
        """Write an intrinsic function as a person would: `${UploadsBucket}/*`."""
        match value:
            case str():
                return value
            case {"Ref": id_} | {"Fn::GetAtt": [id_, "Arn" | "TopicArn" | "QueueName"]}:
                return f"${{{self.names.get(id_, id_)}}}"
            case {"Fn::Join": [separator, parts]}:
                return str(separator).join(self.text(part) for part in parts)
        raise AssertionError(f"an intrinsic function that tests cannot read: {value}")

    def rights(self, document: Json, *, effect: str = "Allow") -> set[Right]:
        """Return what a policy document says, action by action and resource by resource."""
        return {
            Right(action, self.text(resource), self._condition(statement))
            for statement in document["Statement"]
            if statement["Effect"] == effect
            for action in many(statement["Action"])
            for resource in many(statement["Resource"])
        }

    def _condition(self, statement: Json) -> str:
        if "Condition" not in statement:
            return ""
        readable = {
            operator: {key: self.text(value) for key, value in keys.items()}
            for operator, keys in statement["Condition"].items()
        }
        return json.dumps(readable, sort_keys=True)

    def role_of(self, function: str) -> str:
        properties = self.resources("AWS::Lambda::Function")[self.resource(function)]
        return str(properties["Role"]["Fn::GetAtt"][0])

    def rights_of_role(self, role: str) -> set[Right]:
        """Return all that the policies of a role allow."""
        assert not self.resources("AWS::IAM::Role")[role].get("ManagedPolicyArns")
        assert not self.resources("AWS::IAM::Role")[role].get("Policies")
        return {
            right
            for policy in self.resources("AWS::IAM::Policy").values()
            if {"Ref": role} in policy["Roles"]
            for right in self.rights(policy["PolicyDocument"])
        }

    def statements_of_queue(self, queue: str) -> list[Json]:
        """Return the statements of all policies of the queue with this logical id."""
        return [
            statement
            for policy in self.resources("AWS::SQS::QueuePolicy").values()
            if {"Ref": queue} in policy["Queues"]
            for statement in policy["PolicyDocument"]["Statement"]
        ]

    def senders(self, queue: str) -> set[tuple[str, str, str]]:
        """Return (service, action, condition) of all who may use a queue, by its output's name."""
        id_ = self.resource(queue)
        return {
            (statement["Principal"]["Service"], action, self._condition(statement))
            for statement in self.statements_of_queue(id_)
            if statement["Effect"] == "Allow"
            for action in many(statement["Action"])
        }

    def policy_documents(self) -> Iterator[Json]:
        """Yield every policy document of the template, of identities and of resources alike."""
        for resource in self.template["Resources"].values():
            properties = resource.get("Properties", {})
            for name in ("PolicyDocument", "KeyPolicy", "AssumeRolePolicyDocument"):
                if name in properties:
                    yield properties[name]

    def allowed_actions(self) -> set[str]:
        return {
            action
            for document in self.policy_documents()
            for statement in document["Statement"]
            if statement["Effect"] == "Allow"
            for action in many(statement["Action"])
        }

    @cached_property
    def function_asset(self) -> Path:
        """The directory that is uploaded as every function's code."""
        code = {
            json.dumps(function["Code"]["S3Key"])
            for function in self.resources("AWS::Lambda::Function").values()
        }
        (key,) = code
        match = re.search(r"[0-9a-f]{64}", key)
        assert match
        return self.directory / f"asset.{match[0]}"


def many(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]
