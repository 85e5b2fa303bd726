"""Whether people must look at a document: its rules, held against page after page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import attrgetter

from msgspec import Struct

from lambdas.extraction.model import Content, Field, LineItem
from lambdas.extraction.result_document import Reason, Rule
from lambdas.names import indexed
from lambdas.review.doubts import doubts
from lambdas.review.rules import Comparison, FieldRule, ReviewRules
from lambdas.review.sample import is_drawn
from lambdas.review.values import Sum, Value, holds, value_of, wrong_total

MAX_REASONS = 1000  # that are told of one document; all are counted
MAX_WIDE = 100  # of these, about no field that is there

_WORDS: dict[Comparison, str] = {"equals": "", "at_least": "at least ", "at_most": "at most "}

_Scope = int | None  # the record of an invoice's field; all other fields are the document's
_Ruled = tuple[FieldRule | None, re.Pattern[str] | None]


class Examined(Struct, frozen=True, kw_only=True):
    """Why people must look at a document; without reasons they need not.

    `found` are the first reasons, those about fields in the document's order before the others;
    `count` counts all, and `rules` names them, each once.
    """

    found: list[Reason]
    count: int
    rules: list[Rule]


class Examiner:
    """Holds the rules against a document's pages, in their order.

    A rule is about every field of its names. Of several, what is compared is the first with a
    value. An invoice's fields are compared, added up and required within their invoice. Of the
    pages it keeps no more than each rule's first value for each invoice, and the reasons.
    """

    def __init__(self, rules: ReviewRules, *, document_id: str) -> None:
        self._rules = rules
        self._document_id = document_id
        self._ruled: dict[int | None, _Ruled] = {
            place: (rule, re.compile(rule.pattern) if rule.pattern else None)
            for place, rule in enumerate(rules.fields)
        }
        self._named = _named(rules.fields)
        self._added = {each.sum_of for each in rules.fields if each.sum_of}
        self._index = 0
        self._found: list[Reason] = []
        self._count = 0
        self._told: dict[Rule, None] = {}
        self._first: dict[tuple[int, _Scope], Value] = {}
        self._sums: dict[tuple[str, int], Sum] = {}
        self._pages: dict[_Scope, int] = {}

    def page(self, content: Content) -> None:
        """Look at the fields and line items of one page."""
        for field in content.fields:
            self._look_at(field)
            self._index += 1
        for line in content.line_items:
            self._add(line)

    def reasons(self) -> Examined:
        """Return what was found, when all pages have been looked at."""
        late = list(self._of_the_whole())
        wide = [each for each in late if each.index is None]
        about_fields = [*self._found, *(each for each in late if each.index is not None)]
        about_fields.sort(key=attrgetter("index"))
        shown = wide[:MAX_WIDE]
        return Examined(
            found=[*about_fields[: MAX_REASONS - len(shown)], *shown],
            count=self._count + len(late),
            rules=[*dict.fromkeys([*self._told, *(each.rule for each in late)])],
        )

    def _look_at(self, field: Field) -> None:
        scope = field.record if field.kind == "expense" else None
        self._pages.setdefault(scope, field.page)
        place = self._place(field)
        rule, pattern = self._ruled.get(place, (None, None))
        for name, message in doubts(field, rule, pattern, self._least(rule)):
            self._note(name, message, field)
        if place is not None:
            self._keep((place, scope), field)

    def _place(self, field: Field) -> int | None:
        """Return the rule, or else the compared name, that a field is about.

        Textract calls OTHER what it has no type for: then what is printed is the name.
        """
        name = field.label if field.name == "OTHER" and field.label else field.name
        return self._named.get(indexed(name))

    def _least(self, rule: FieldRule | None) -> float:
        own = rule.min_confidence if rule else None
        return own if own is not None else self._rules.min_confidence or 0

    def _note(self, name: Rule, message: str, field: Field) -> None:
        self._count += 1
        self._told[name] = None
        if len(self._found) < MAX_REASONS:
            self._found.append(
                Reason(
                    rule=name,
                    message=message,
                    field=field.name,
                    index=self._index,
                    page=field.page,
                )
            )

    def _keep(self, where: tuple[int, _Scope], field: Field) -> None:
        """Keep the first value; an empty one gives way to the first that is none."""
        kept = self._first.get(where)
        if kept is None or kept.is_empty:
            value = value_of(field, self._index)
            if kept is None or not value.is_empty:
                self._first[where] = value

    def _add(self, line: LineItem) -> None:
        self._pages.setdefault(line.record, line.page)
        for field in line.fields:
            if field.name in self._added:
                self._sums.setdefault((field.name, line.record), Sum()).add(field)

    def _of_the_whole(self) -> Iterator[Reason]:
        """Yield what only the whole document can tell."""
        for place, rule in enumerate(self._rules.fields):
            if rule.required:
                yield from self._missing(place, rule)
            for scope in self._pages:
                value = self._first.get((place, scope))
                if value and not value.is_empty:
                    yield from self._in_comparisons(rule, value, scope)
                    yield from self._in_sum(rule, value, scope)
        if is_drawn(self._document_id, self._rules.sample_percent):
            message = f"One of the {self._rules.sample_percent:g} % that are looked at by lot"
            yield Reason(rule="sample", message=message)

    def _missing(self, place: int, rule: FieldRule) -> Iterator[Reason]:
        """Yield a reason for each invoice without a value; for the document if there is more."""
        scopes = list(self._pages) or [None]
        apart = [[scope] for scope in scopes] if None not in scopes else [scopes]
        for among in apart:
            values = [self._first[place, scope] for scope in among if (place, scope) in self._first]
            if all(value.is_empty for value in values):
                empty = values[0] if values else None
                which = f" in invoice {among[0]}" if len(apart) > 1 else ""
                yield Reason(
                    rule="required",
                    message=f"Is {'empty' if empty else 'missing'}{which}",
                    field=rule.name,
                    index=empty.index if empty else None,
                    page=empty.page if empty else self._pages.get(among[0], 1),
                )

    def _in_comparisons(self, rule: FieldRule, value: Value, scope: _Scope) -> Iterator[Reason]:
        for comparison, name in rule.comparisons:
            other = self._first.get((self._named[indexed(name)], scope))
            if other is None or other.is_empty:
                continue
            held = holds(comparison, value, other)
            if held is None:
                message = f"{value.shown} cannot be compared with {name}, {other.shown}"
            else:
                message = f"{value.shown} is not {_WORDS[comparison]}{name}, {other.shown}"
            if not held:
                yield _about(comparison, message, rule, value)

    def _in_sum(self, rule: FieldRule, value: Value, scope: _Scope) -> Iterator[Reason]:
        if rule.sum_of is None:
            return
        found = self._sums.get((rule.sum_of, scope)) if scope is not None else None
        if message := wrong_total(value, rule.sum_of, found):
            yield _about("sum_of", message, rule, value)


def _named(rules: tuple[FieldRule, ...]) -> dict[str, int]:
    """Return the place of each name's rule; names that are only compared with get later ones."""
    places = {indexed(name): place for place, rule in enumerate(rules) for name in rule.names}
    compared = (indexed(name) for rule in rules for _, name in rule.comparisons)
    for name in compared:
        places.setdefault(name, len(rules) + len(places))
    return places


def _about(rule: Rule, message: str, of: FieldRule, value: Value) -> Reason:
    return Reason(rule=rule, message=message, field=of.name, index=value.index, page=value.page)
