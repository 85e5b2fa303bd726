"""Every permission of a template, and the template without just that one."""

from __future__ import annotations

import copy
import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.stacks.synthesized import Json, Synthesized, many

INVOKE = "AWS::Lambda::Permission"
# Where CloudFormation keeps policies: the property of each resource type.
DOCUMENTS = {
    "AWS::IAM::Policy": "PolicyDocument",
    "AWS::IAM::Role": "AssumeRolePolicyDocument",
    "AWS::KMS::Key": "KeyPolicy",
    "AWS::S3::BucketPolicy": "PolicyDocument",
    "AWS::SNS::TopicPolicy": "PolicyDocument",
    "AWS::SQS::QueuePolicy": "PolicyDocument",
}

AXES = ("Principal", "Action", "Resource")


@dataclass(frozen=True, kw_only=True)
class Permission:
    """One action on one resource that a statement allows one principal, or a Lambda permission."""

    name: str
    """As a person would say it: `IngestFunction may sqs:SendMessage on ${AnalyzeDocumentQueue}`."""
    resource: str
    """The logical id of what holds the statement, or of the Lambda permission."""
    statement: int | None = None
    """Its place in the policy; None for a Lambda permission."""
    parts: Json = field(default_factory=dict)
    """The `Principal`, `Action` and `Resource` that are meant, each one of the statement's."""


def permissions(stack: Synthesized) -> list[Permission]:
    """Return every permission of a template, in its order."""
    names = _names(stack)
    found: list[Permission] = []
    for id_, resource in stack.template["Resources"].items():
        if resource["Type"] == INVOKE:
            found.append(_of_lambda(stack, id_))
        elif resource["Type"] in DOCUMENTS:
            found += _of_policy(stack, names, id_)
    return found


def each_once(stacks: Iterable[Synthesized]) -> Iterator[tuple[Synthesized, Permission]]:
    """Yield each permission of several stacks with the first stack that has it."""
    seen = set[str]()
    for stack in stacks:
        for permission in permissions(stack):
            if permission.name not in seen:
                seen.add(permission.name)
                yield stack, permission


def without(stack: Synthesized, permission: Permission) -> Synthesized:
    """Return a stack that lacks one permission and nothing else."""
    resources = dict(stack.template["Resources"])
    id_ = permission.resource
    resource = resources[id_] = copy.deepcopy(resources[id_])
    if permission.statement is None:
        del resources[id_]
    else:
        statements, at = _statements(resource), permission.statement
        statements[at : at + 1] = _remainder(statements[at], permission.parts)
        if not statements and resource["Type"] == "AWS::IAM::Policy":
            del resources[id_]  # IAM takes no empty policy
    return dataclasses.replace(stack, template={**stack.template, "Resources": resources})


def _statements(resource: Json) -> list[Json]:
    document: Json = resource["Properties"][DOCUMENTS[resource["Type"]]]
    statements: list[Json] = document["Statement"]
    return statements


def _of_lambda(stack: Synthesized, id_: str) -> Permission:
    properties = stack.resources(INVOKE)[id_]
    function = stack.names[properties["FunctionName"]["Fn::GetAtt"][0]]
    return Permission(name=f"{function} lets {properties['Principal']} invoke it", resource=id_)


def _of_policy(stack: Synthesized, names: Mapping[str, str], id_: str) -> Iterator[Permission]:
    resource = stack.template["Resources"][id_]
    holder = names.get(_held_by(id_, resource["Properties"]), id_)
    for place, statement in enumerate(_statements(resource)):
        if statement["Effect"] == "Allow":
            for parts in _each(statement):
                name = f"{holder} {_said(stack, parts)}"
                yield Permission(name=name, resource=id_, statement=place, parts=parts)


def _held_by(id_: str, properties: Json) -> str:
    """Return the logical id of the role, queue or topic that a policy is about."""
    for about in ("Roles", "Queues", "Topics"):
        if about in properties:
            (one,) = properties[about]
            return str(one["Ref"])
    return id_


def _said(stack: Synthesized, parts: Json) -> str:
    on = "" if parts.get("Resource", "*") == "*" else f" on {stack.text(parts['Resource'])}"
    if "Principal" not in parts:
        return f"may {parts['Action']}{on}"
    (principal,) = parts["Principal"].values()
    return f"lets {stack.text(principal)} {parts['Action']}"


def _each(statement: Json) -> Iterator[Json]:
    axes = [axis for axis in AXES if axis in statement]
    for values in itertools.product(*(_values(statement[axis]) for axis in axes)):
        yield dict(zip(axes, values, strict=True))


def _values(part: object) -> list[Any]:
    """Return the single values of a list; of a principal, which is a list by kind, as well."""
    match part:
        case {"Service": services}:
            return [{"Service": each} for each in many(services)]
        case _:
            return many(part)


def _remainder(statement: Json, parts: Json) -> Iterator[Json]:
    """Yield statements that allow all that this one allows, but for `parts`."""
    for axis, mine in parts.items():
        for other in _values(statement[axis]):
            if other != mine:
                yield {**statement, axis: other}
        statement = {**statement, axis: mine}


def _names(stack: Synthesized) -> Mapping[str, str]:
    """Name roles by their function, and the rest as the static tests do."""
    functions = stack.resources("AWS::Lambda::Function")
    roles = {each["Role"]["Fn::GetAtt"][0]: stack.names[id_] for id_, each in functions.items()}
    return {**stack.names, **roles}
