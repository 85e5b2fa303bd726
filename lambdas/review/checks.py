"""What makes no sense in the rules of a review, though each value alone may be right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from lambdas.documents import SYNC_MAX_QUERIES, Operation, Request
from lambdas.names import indexed
from lambdas.review.conditions import ALL_KEYS, MAX_CONDITIONS, activation_conditions
from lambdas.review.rules import A2I, FieldRule, ReviewRules
from lambdas.rules import Mistake

MAX_PATTERN = 500  # characters; a longer one is no rule that a person could check
SMALLEST_SAMPLE = 0.01  # percent; A2I, RandomSamplingPercentage
A2I_DAYS = 10  # A2I keeps a task for 864,000 seconds (SageMaker model of 2019)
SUMMABLE = ("PRICE", "QUANTITY", "UNIT_PRICE")  # Textract's types of line items' quantities
WITH_LINE_ITEMS = (Operation.ANALYZE_EXPENSE, Operation.ANALYZE_LENDING)

_KINDS: Final = {"date": "date", "amount": "quantity", "number": "quantity"}
_BEYOND_CONDITIONS: Final = ("pattern", "type", "equals", "at_least", "at_most", "sum_of")
_OTHER: Final = 'or use "a2i" or "builtin"'


def mistake(review: ReviewRules, request: Request, a2i: A2I | None) -> Mistake | None:
    """Return the first mistake in a profile's review, its member from the profile on."""
    return next(_mistakes(review, request, a2i), None)


def _mistakes(review: ReviewRules, request: Request, a2i: A2I | None) -> Iterator[Mistake]:
    if not (review.min_confidence or review.fields or review.sample_percent):
        remedy = (
            "say when people look: min_confidence, fields or sample_percent; "
            "sample_percent = 100 shows them every document"
        )
        yield Mistake(member="review", value={"by": review.by}, remedy=remedy)
    if 0 < review.sample_percent < SMALLEST_SAMPLE:
        remedy = f"use 0, or {SMALLEST_SAMPLE} to 100"
        yield Mistake(member="review.sample_percent", value=review.sample_percent, remedy=remedy)
    yield from _in_names(review.fields)
    for place, rule in enumerate(review.fields):
        for member, value, remedy in _in_field(rule, review, request.operation):
            yield Mistake(member=f"review.fields[{place}]{member}", value=value, remedy=remedy)
    yield from _in_comparisons(review.fields)
    if review.by != "builtin":
        yield from _beyond_a2i(review, a2i)
    if review.by == "a2i-textract":
        yield from _beyond_textract(review, request)
    if not _has_values(request):
        remedy = "people could correct nothing here: use AnalyzeDocument with FORMS, QUERIES or "
        remedy += "TABLES, or remove the review"
        yield Mistake(member="review", value={"by": review.by}, remedy=remedy)
    yield from _without_fields(review, request)


Found = Iterator[tuple[str, object, str]]  # member of the rule, value, remedy


def _in_field(rule: FieldRule, review: ReviewRules, operation: Operation) -> Found:
    if not _asks(rule, review):
        remedy = (
            "say what must hold of it: min_confidence, required, pattern, type, equals, at_least, "
            "at_most or sum_of"
        )
        yield "", rule.name, remedy
    if rule.pattern is not None:
        yield from _in_pattern(rule.pattern)
    own = set(map(indexed, rule.names))
    for comparison, other in rule.comparisons:
        if not indexed(other) or indexed(other) in own:
            yield f".{comparison}", other, "use the name of another field"
    yield from _in_sum(rule, operation)


def _asks(rule: FieldRule, review: ReviewRules) -> bool:
    """Say whether the rule can ever find something, or keep the rule for all from finding it."""
    confidence = rule.min_confidence or (rule.min_confidence == 0 and review.min_confidence)
    others = (rule.required, rule.pattern is not None, rule.type, rule.comparisons)
    return any((confidence, *others, rule.sum_of is not None))


def _in_pattern(pattern: str) -> Found:
    if not 1 <= len(pattern) <= MAX_PATTERN:
        yield ".pattern", pattern, f"use 1 to {MAX_PATTERN} characters"
        return
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        remedy = (
            f"not a regular expression of Python: {error}; write a backslash before what stands "
            "for itself, like '\\(', in single quotes"
        )
        yield ".pattern", pattern, remedy


def _in_sum(rule: FieldRule, operation: Operation) -> Found:
    if rule.sum_of is None:
        return
    if operation not in WITH_LINE_ITEMS:
        remedy = f"{operation} gives no line items; remove it, or use AnalyzeExpense"
        yield ".sum_of", rule.sum_of, remedy
    if rule.sum_of not in SUMMABLE:
        yield ".sum_of", rule.sum_of, f"use one of {', '.join(SUMMABLE)}"
    if rule.type == "date":
        yield ".sum_of", rule.sum_of, 'a date is no sum; remove it, or use type = "amount"'


def _in_names(rules: tuple[FieldRule, ...]) -> Iterator[Mistake]:
    """Yield names that are none, and those that stand twice."""
    owners: dict[str, str] = {}
    for place, rule in enumerate(rules):
        where = f"review.fields[{place}]"
        members = (".name", *(f".aliases[{number}]" for number in range(len(rule.aliases))))
        for member, name in zip(members, rule.names, strict=True):
            if remedy := _wrong_name(name, owners):
                yield Mistake(member=f"{where}{member}", value=name, remedy=remedy)
            owners[indexed(name)] = where


def _wrong_name(name: str, owners: Mapping[str, str]) -> str | None:
    if not indexed(name):
        return "use the name as it is printed, or Textract's, like TOTAL"
    if name.strip() == ALL_KEYS:
        return "name one field; min_confidence beside `fields` is for all"
    if first := owners.get(indexed(name)):
        return f"name each field once; {first} has it already"
    return None


def _in_comparisons(rules: tuple[FieldRule, ...]) -> Iterator[Mistake]:
    """Yield comparisons that can never be made."""
    owners = {indexed(name): rule for rule in rules for name in rule.names}
    for place, rule in enumerate(rules):
        for comparison, name in rule.comparisons:
            other = owners.get(indexed(name), rule)
            if _are_of_two_kinds(rule, other):
                member = f"review.fields[{place}].{comparison}"
                remedy = f'{rule.name} has type "{rule.type}", {other.name} "{other.type}"; '
                remedy += "compare what is alike"
                yield Mistake(member=member, value=name, remedy=remedy)


def _are_of_two_kinds(rule: FieldRule, other: FieldRule) -> bool:
    kinds = {_KINDS[each.type] for each in (rule, other) if each.type}
    return len(kinds) > 1


def _has_values(request: Request) -> bool:
    """Say whether Textract gives more than lines of text, which nobody is asked to correct."""
    if request.operation is Operation.ANALYZE_DOCUMENT:
        return not {"FORMS", "QUERIES", "TABLES"}.isdisjoint(request.feature_types)
    return request.operation is not Operation.DETECT_DOCUMENT_TEXT


def _without_fields(review: ReviewRules, request: Request) -> Iterator[Mistake]:
    """Yield rules of fields where Textract gives tables alone."""
    if request.operation is not Operation.ANALYZE_DOCUMENT:
        return
    has_fields = not {"FORMS", "QUERIES"}.isdisjoint(request.feature_types)
    if has_fields or not (review.min_confidence or review.fields):
        return
    remedy = "this profile gives no fields: use sample_percent alone, or FORMS, or QUERIES"
    if review.fields:
        names = [each.name for each in review.fields]
        yield Mistake(member="review.fields", value=names, remedy=remedy)
    yield Mistake(member="review.min_confidence", value=review.min_confidence, remedy=remedy)


def _beyond_a2i(review: ReviewRules, a2i: A2I | None) -> Iterator[Mistake]:
    if a2i is None:
        remedy = 'Amazon A2I needs a section [a2i] with a workteam; without A2I, use "builtin"'
        yield Mistake(member="review.by", value=review.by, remedy=remedy)
    if review.wait_days > A2I_DAYS:
        remedy = f"Amazon A2I keeps a task for at most {A2I_DAYS} days; use 1 to {A2I_DAYS}"
        yield Mistake(member="review.wait_days", value=review.wait_days, remedy=remedy)


def _beyond_textract(review: ReviewRules, request: Request) -> Iterator[Mistake]:
    """Yield what Textract's own call, or the conditions of its task type, cannot be told."""
    if request.operation is not Operation.ANALYZE_DOCUMENT or "FORMS" not in request.feature_types:
        remedy = f'Textract asks people only about AnalyzeDocument with "FORMS"; use it, {_OTHER}'
        yield Mistake(member="review.by", value=review.by, remedy=remedy)
    if (count := len(request.of_one_page.queries)) > SYNC_MAX_QUERIES:
        remedy = f"a synchronous call takes at most {SYNC_MAX_QUERIES} queries; ask fewer, {_OTHER}"
        yield Mistake(member="queries", value=f"{count} queries", remedy=remedy)
    for place, rule in enumerate(review.fields):
        for member, value, remedy in _beyond_conditions(rule, review):
            yield Mistake(member=f"review.fields[{place}]{member}", value=value, remedy=remedy)
    if (length := len(activation_conditions(review))) > MAX_CONDITIONS:
        remedy = (
            f"A2I takes conditions of {MAX_CONDITIONS:,} characters, these have {length:,}; "
            f"use fewer rules and aliases, {_OTHER}"
        )
        value = f"{len(review.fields)} rules"
        yield Mistake(member="review.fields", value=value, remedy=remedy)


def _beyond_conditions(rule: FieldRule, review: ReviewRules) -> Found:
    for member in _BEYOND_CONDITIONS:
        if (value := getattr(rule, member)) is not None:
            remedy = f"A2I's conditions know only min_confidence and required; remove it, {_OTHER}"
            yield f".{member}", value, remedy
    least, of_all = rule.min_confidence, review.min_confidence or 0
    if least is not None and least < of_all:
        remedy = (
            f"A2I's condition for all fields holds for this one too; use at least {of_all:g}, "
            f"{_OTHER}"
        )
        yield ".min_confidence", least, remedy
