"""What people said, held against the rules: their word stands, and what breaks a rule is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from lambdas.extraction.model import Content, Warning
from lambdas.review.examine import Examiner
from lambdas.review.rules import ReviewRules
from lambdas.review.warnings import against_rule


class SecondLook:
    """Looks at a reviewed document's pages as they go by; `rules` are none where a deployment took
    them away."""

    def __init__(self, rules: ReviewRules | None, *, document_id: str) -> None:
        self._examiner = Examiner(_of_values(rules or ReviewRules()), document_id=document_id)

    def over(self, contents: Iterable[Content]) -> Iterator[Content]:
        for content in contents:
            self._examiner.page(content)
            yield content

    def warnings(self) -> list[Warning]:
        """Return what breaks a rule, when all pages have gone by."""
        return [against_rule(reason) for reason in self._examiner.reasons().found]


def _of_values(rules: ReviewRules) -> ReviewRules:
    """Return the rules of values alone: confidence and lot say when people look, and they have."""
    fields = tuple(replace(each, min_confidence=None) for each in rules.fields)
    return replace(rules, min_confidence=None, sample_percent=0, fields=fields)
