"""What a result's warnings say of people's answers: to the letter, for nothing typed is dropped."""

from __future__ import annotations

import json
from collections.abc import Sequence

from lambdas.extraction.model import Warning
from lambdas.extraction.result_document import Reason
from lambdas.review.consolidate import Found, Said

DISAGREE = "REVIEWERS_DISAGREE"
UNPLACED = "REVIEW_ANSWER_UNPLACED"
AGAINST_RULE = "REVIEWED_AGAINST_RULE"


def disagreement(name: str, page: int | None, opinions: Sequence[Said]) -> Warning:
    """Warn that a value was said to be several things, and why the first of them stands."""
    stands, *others = (f"{_shown(each.value)} ({', '.join(each.by)})" for each in opinions)
    is_tie = len(opinions[0].by) == len(opinions[1].by)
    why = "it came last, and as many said otherwise" if is_tie else "most said so"
    message = f"{name.rstrip(' :')}: {stands} stands, since {why}; not {', '.join(others)}"
    return Warning(code=DISAGREE, message=message, page=page)


def unplaced_value(id_: str, said: Said) -> Warning:
    """Warn of what was said of a value that the document does not have."""
    return _unplaced(said.by, said.value, f"{id_}, which the document does not have")


def unplaced_field(found: Found) -> Warning:
    """Warn of a field that was found on a page that the document does not have."""
    where = f"{found.name} on page {found.page}, which the document does not have"
    return _unplaced(found.by, found.value, where)


def against_rule(reason: Reason) -> Warning:
    """Warn that a value breaks a rule of the profile after people have looked at it too."""
    message = f"{(reason.field or '').rstrip(' :')}: {reason.message}"
    return Warning(code=AGAINST_RULE, message=message, page=reason.page)


def _unplaced(by: Sequence[str], value: str | bool, where: str) -> Warning:
    return Warning(code=UNPLACED, message=f"{', '.join(by)} said {_shown(value)} of {where}")


def _shown(value: str | bool) -> str:
    return json.dumps(value, ensure_ascii=False)
