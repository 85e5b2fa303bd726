"""What workers said in Amazon A2I with the custom task type: the form's inputs, named by ids.

A2I's `output.json` holds an answer for each worker, and none where a loop ended without. An input
that was left empty is not told of, so the form names those that a worker emptied in `cleared`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from lambdas.review.answers import (
    CHECKBOXES,
    Answer,
    InvalidAnswer,
    cleaned,
    duration,
    json_object,
    parsed,
)
from lambdas.review.shown import without_what_was_only_shown

UNKNOWN = "unknown"  # who answered, where A2I does not say
NOTE = "note"  # the input of remarks
CLEARED = "cleared"  # the input of the ids, with spaces between, whose values were emptied

_STATES = {"true": True, "on": True, "false": False, "off": False, "": False}


def custom_answers(output: bytes, *, at: str) -> list[Answer]:
    """Return the workers' answers; `at` is when they came, where A2I does not say.

    What they were not asked about and left as it was, they have not said. Raises InvalidAnswer
    where the whole is no JSON, or nothing in it is an input of ours. What else is odd in it is kept
    in the note.
    """
    members = json_object(output)
    said = list(human_answers(members))
    refuse_unless_understood([_is_of_our_form(content) for _, content in said])
    answers = [_answer(human, content, at) for human, content in said]
    return without_what_was_only_shown(answers, member(members, "inputContent"))


def human_answers(
    output: Mapping[str, object],
) -> Iterator[tuple[Mapping[str, object], Mapping[str, object]]]:
    """Yield each worker's answer, and what it contains."""
    answers = output.get("humanAnswers")
    for human in answers if isinstance(answers, list) else ():
        content = human.get("answerContent") if isinstance(human, dict) else None
        if isinstance(content, dict):
            yield human, content


def refuse_unless_understood(are_understood: Sequence[bool]) -> None:
    """Raise InvalidAnswer where workers answered and none of the answers has a shape of ours."""
    if are_understood and not any(are_understood):
        raise InvalidAnswer("What the workers of Amazon A2I said is in no shape that is understood")


def reviewer(human: Mapping[str, object]) -> str:
    """Return who answered: the identity provider's id of the worker, or A2I's."""
    metadata = member(human, "workerMetadata")
    name = member(metadata, "identityData").get("sub") or human.get("workerId")
    return cleaned(name) if isinstance(name, str) else UNKNOWN


def answered_at(human: Mapping[str, object], at: str) -> str:
    """Return when a worker submitted, or else `at`."""
    stated = human.get("submissionTime") or human.get("acceptanceTime")
    return stated if isinstance(stated, str) else at


def member(members: Mapping[str, object], name: str) -> Mapping[str, object]:
    """Return a member that is an object, and an empty one where it is none."""
    found = members.get(name)
    return found if isinstance(found, dict) else {}


def _is_of_our_form(content: Mapping[str, object]) -> bool:
    return not content or any(name in (NOTE, CLEARED) or parsed(name) for name in content)


def _answer(human: Mapping[str, object], content: Mapping[str, object], at: str) -> Answer:
    values: dict[str, str | bool] = {}
    remarks = []
    for name, value in {**_cleared(content), **content}.items():
        understood = _value(name, value)
        if understood is not None:
            values[name] = understood
        elif name == NOTE and isinstance(value, str):
            remarks.append(cleaned(value))
        elif name != CLEARED and value is not None:
            remarks.append(cleaned(f"{name}: {json.dumps(value, ensure_ascii=False)}"))
    return Answer(
        reviewer=reviewer(human),
        at=answered_at(human, at),
        values=values,
        note="\n".join(filter(None, remarks)),
        seconds=duration(human.get("timeSpentInSeconds")),
    )


def _cleared(content: Mapping[str, object]) -> Mapping[str, object]:
    """Return empty values for the ids that the form names as emptied."""
    cleared = content.get(CLEARED)
    return dict.fromkeys(cleared.split(), "") if isinstance(cleared, str) else {}


def _value(name: str, value: object) -> str | bool | None:
    """Return what an input says of the value that it is named by; None where that is nothing."""
    id_ = parsed(name)
    if id_ is None:
        return None
    return _state(value) if id_.kind in CHECKBOXES else _text(value)


def _state(value: object) -> bool | None:
    """Return a checkbox's state, which A2I tells in several ways."""
    if isinstance(value, dict):
        value = value.get("on")
    if isinstance(value, bool):
        return value
    return _STATES.get(str(value).strip().lower())


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else None
