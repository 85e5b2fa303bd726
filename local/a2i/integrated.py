"""Loops that Textract starts: its answer against the conditions of the flow definition."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from local.a2i.conditions import Evaluation, evaluated, text_of
from local.a2i.errors import ValidationException
from local.a2i.flows import TEXTRACT_FORMS, FlowDefinition
from local.a2i.loops import Managed, Start
from local.a2i.runtime_api import active_flow
from local.a2i.service import A2I

Block = Mapping[str, Any]

REASON = "ConditionsEvaluation"


class Analysis(msgspec.Struct, frozen=True, kw_only=True):
    """What Textract was asked, and what it answered, in the API's own words."""

    region: str
    request: dict[str, Any]
    response: dict[str, Any]


def activation(a2i: A2I, analysis: Analysis) -> dict[str, Any]:
    """Start a loop if a condition holds; return Textract's HumanLoopActivationOutput."""
    a2i.check_customer()
    config = analysis.request["HumanLoopConfig"]
    flow = active_flow(a2i, config["FlowDefinitionArn"])
    if flow.source != TEXTRACT_FORMS:
        raise ValidationException(f"Flow definition {flow.name} is not of {TEXTRACT_FORMS}.")
    found = evaluated(flow.conditions, analysis.response["Blocks"], seed=_seed(analysis, flow))
    activated: dict[str, Any] = {
        "HumanLoopActivationConditionsEvaluationResults": json.dumps(found.results)
    }
    if found.activated:
        loop = a2i.loops.start(_start(a2i, analysis, flow, found))
        activated["HumanLoopArn"] = loop.arn
        activated["HumanLoopActivationReasons"] = [REASON]
    return activated


def _start(a2i: A2I, analysis: Analysis, flow: FlowDefinition, found: Evaluation) -> Start:
    name = analysis.request["HumanLoopConfig"]["HumanLoopName"]
    asked_for = camel_case(analysis.request)
    answered = camel_case(
        {name: analysis.response[name] for name in ("Blocks", "DocumentMetadata")}
    )
    selected = camel_case(list(_selected(analysis.response["Blocks"], found.key_ids)))
    keys = [
        {
            "importantFormKey": parameters["ImportantFormKey"],
            "importantFormKeyAliases": parameters.get("ImportantFormKeyAliases", []),
        }
        for parameters in found.missing
    ]
    return Start(
        name=name,
        arn=a2i.flows.arn("human-loop", name, region=analysis.region),
        flow=flow,
        input={
            "aiServiceRequest": asked_for,
            "aiServiceResponse": answered,
            "humanTaskActivationConditionResults": found.results,
            "selectedAiServiceResponse": {"blocks": selected},
        },
        managed=Managed(source=TEXTRACT_FORMS, context={"importantFormKeys": keys}),
    )


def _seed(analysis: Analysis, flow: FlowDefinition) -> str:
    """Name the request without its loop's name: a repeated one is not sampled anew."""
    asked = {name: each for name, each in analysis.request.items() if name != "HumanLoopConfig"}
    conditions = list(flow.conditions)
    return msgspec.json.encode([asked, conditions], order="deterministic").decode()


def _selected(blocks: Sequence[Block], key_ids: frozenset[str]) -> Iterator[Block]:
    """Yield the chosen keys, their values, and what these consist of; a key has its text."""
    by_id = {block["Id"]: block for block in blocks}
    wanted: set[str] = set()
    for key_id in key_ids:
        wanted.add(key_id)
        for value_id in _ids(by_id[key_id], "VALUE"):
            wanted |= {value_id, *_ids(by_id.get(value_id, {}), "CHILD")}
        wanted |= set(_ids(by_id[key_id], "CHILD"))
    for block in blocks:
        if block["Id"] in wanted:
            is_key = block["Id"] in key_ids
            yield {**block, "Text": text_of(block, by_id)} if is_key else block


def _ids(block: Block, kind: str) -> list[str]:
    relationships = block.get("Relationships") or ()
    return [each for related in relationships if related["Type"] == kind for each in related["Ids"]]


def camel_case(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return a JSON value with its members' first letters in lower case, as A2I writes them."""
    match value:
        case dict():
            return {
                name[:1].lower() + name[1:]: camel_case(each)
                for name, each in value.items()
                if each is not None
            }
        case list() | tuple():
            return [camel_case(each) for each in value]
    return value
