"""Human loop activation conditions of Textract's task type, evaluated on its blocks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Condition = dict[str, Any]

SAMPLING_STEPS = 10_000  # of 0.01 percent
EVERY_KEY = "*"

COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "Equals": lambda confidence, limit: confidence == limit,
    "LessThan": lambda confidence, limit: confidence < limit,
    "LessThanEquals": lambda confidence, limit: confidence <= limit,
    "GreaterThan": lambda confidence, limit: confidence > limit,
    "GreaterThanEquals": lambda confidence, limit: confidence >= limit,
}
KEY_VALUE, WORD = "KeyValueBlockConfidence", "WordBlockConfidence"


@dataclass(frozen=True, kw_only=True)
class KeyValue:
    """A key and its value on the page, with what conditions ask of them."""

    key_id: str
    name: str
    confidences: tuple[float, ...]
    """Of the two blocks of the pair."""
    word_confidences: tuple[float, ...]
    """Of the words of key and value."""


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """The conditions with each one's result, and which keys people are asked to look at."""

    results: dict[str, Any]
    key_ids: frozenset[str]
    missing: tuple[Condition, ...]
    """The parameters of the conditions that found a key missing."""

    @property
    def activated(self) -> bool:
        conditions = self.results["Conditions"]
        return not conditions or any(each["EvaluationResult"] for each in conditions)


def evaluated(
    conditions: Sequence[Condition], blocks: Sequence[Mapping[str, Any]], *, seed: str
) -> Evaluation:
    """Evaluate every condition; without any, every request goes to people.

    `seed` names the request: repeated, it is sampled again, or is not again.
    """
    pairs = list(key_values(blocks))
    evaluator = _Evaluator(pairs, seed=seed)
    results = [evaluator.node(each) for each in conditions]
    everything = frozenset(pair.key_id for pair in pairs)
    chosen = [evaluator.chosen(each) for each in results if each["EvaluationResult"]]
    return Evaluation(
        results={"Conditions": results},
        key_ids=frozenset().union(*chosen) if conditions else everything,
        missing=tuple(_missing(results)),
    )


def key_values(blocks: Sequence[Mapping[str, Any]]) -> Iterator[KeyValue]:
    """Yield the pairs of Textract's blocks, named by the text of their keys."""
    by_id = {block["Id"]: block for block in blocks}
    for block in blocks:
        if block["BlockType"] != "KEY_VALUE_SET" or "KEY" not in block.get("EntityTypes", ()):
            continue
        pair = [block, *_related(block, "VALUE", by_id)]
        words = [
            word
            for half in pair
            for word in _related(half, "CHILD", by_id)
            if word["BlockType"] == "WORD"
        ]
        yield KeyValue(
            key_id=block["Id"],
            name=text_of(block, by_id),
            confidences=tuple(half["Confidence"] for half in pair if "Confidence" in half),
            word_confidences=tuple(word["Confidence"] for word in words if "Confidence" in word),
        )


def text_of(block: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the words of a key or a value, joined by blanks."""
    words = (child for child in _related(block, "CHILD", by_id) if child["BlockType"] == "WORD")
    return " ".join(word.get("Text", "") for word in words)


def _related(
    block: Mapping[str, Any], kind: str, by_id: Mapping[str, Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    relationships = block.get("Relationships") or ()
    ids = [each for related in relationships if related["Type"] == kind for each in related["Ids"]]
    return [by_id[each] for each in ids if each in by_id]


class _Evaluator:
    def __init__(self, pairs: Sequence[KeyValue], *, seed: str) -> None:
        self._pairs = pairs
        self._seed = seed

    def node(self, condition: Condition) -> Condition:
        """Return a condition with its result, and with those of the conditions in it."""
        for operator, every in (("And", all), ("Or", any)):
            if operator in condition:
                members = [self.node(each) for each in condition[operator]]
                result = every(member["EvaluationResult"] for member in members)
                return {operator: members, "EvaluationResult": result}
        return {**condition, "EvaluationResult": self._simple(condition)}

    def chosen(self, result: Condition) -> frozenset[str]:
        """Return the keys that a condition which holds sends to people.

        A sample alone is of all keys; together with a check it is of that check's keys.
        """
        if "Or" in result:
            held = (member for member in result["Or"] if member["EvaluationResult"])
            return frozenset().union(*map(self.chosen, held))
        if "And" in result:
            checks = [each for each in result["And"] if each.get("ConditionType") != "Sampling"]
            return frozenset().union(*map(self.chosen, checks or result["And"]))
        match result["ConditionType"]:
            case "Sampling":
                return frozenset(pair.key_id for pair in self._pairs)
            case "MissingImportantFormKey":
                return frozenset()
        return frozenset(pair.key_id for pair in self._within(result["ConditionParameters"]))

    def _simple(self, condition: Condition) -> bool:
        parameters = condition["ConditionParameters"]
        match condition["ConditionType"]:
            case "Sampling":
                return self._sampled(parameters["RandomSamplingPercentage"])
            case "MissingImportantFormKey":
                return not self._named(parameters)
        return bool(self._within(parameters))

    def _sampled(self, percentage: float) -> bool:
        digest = hashlib.sha256(self._seed.encode()).digest()
        return int.from_bytes(digest[:8]) % SAMPLING_STEPS < percentage / 100 * SAMPLING_STEPS

    def _named(self, parameters: Condition) -> list[KeyValue]:
        """AWS's own examples list "Address" and "Address:" as two spellings, so names are exact."""
        if parameters["ImportantFormKey"] == EVERY_KEY:
            return list(self._pairs)
        names = {parameters["ImportantFormKey"], *parameters.get("ImportantFormKeyAliases", ())}
        return [pair for pair in self._pairs if pair.name in names]

    def _within(self, parameters: Condition) -> list[KeyValue]:
        return [
            pair
            for pair in self._named(parameters)
            if _holds(parameters, KEY_VALUE, pair.confidences)
            and _holds(parameters, WORD, pair.word_confidences)
        ]


def _holds(parameters: Condition, of: str, confidences: Sequence[float]) -> bool:
    """Whether a block passes all tests of its kind, or there are none."""
    tests = [
        (compare, parameters[f"{of}{name}"])
        for name, compare in COMPARISONS.items()
        if f"{of}{name}" in parameters
    ]
    return not tests or any(
        all(compare(confidence, limit) for compare, limit in tests) for confidence in confidences
    )


def _missing(results: Sequence[Condition]) -> Iterator[Condition]:
    for result in results:
        yield from _missing(result.get("And") or result.get("Or") or ())
        if result.get("ConditionType") == "MissingImportantFormKey" and result["EvaluationResult"]:
            yield result["ConditionParameters"]
