"""What Textract says of its own human loop beside an answer: whether it has asked people, and why.

It is read from the kept answer, so that a retry asks and pays nothing.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct

from lambdas.aws.human_loops import HumanLoops


class Activation(Struct, frozen=True, kw_only=True):
    """A human loop that Textract has started; `results` are the conditions as it found them."""

    loop_arn: str
    results: str | None


class _Output(Struct):
    arn: str | None = msgspec.field(default=None, name="HumanLoopArn")
    results: str | None = msgspec.field(
        default=None, name="HumanLoopActivationConditionsEvaluationResults"
    )


class _Answer(Struct):
    output: _Output | None = msgspec.field(default=None, name="HumanLoopActivationOutput")


def activation(answer: bytes, name: str, human_loops: HumanLoops) -> Activation | None:
    """Return the human loop that Textract's answer tells of, or that has the name.

    An answer that does not speak of human loops is one to a repeated question, whose loop exists.
    """
    output = _output(answer)
    if output is None:
        loop = human_loops.describe(name)
        return Activation(loop_arn=loop.arn, results=None) if loop else None
    return Activation(loop_arn=output.arn, results=output.results) if output.arn else None


def _output(answer: bytes) -> _Output | None:
    try:
        return msgspec.json.decode(answer, type=_Answer).output
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None  # what an answer that is none means is said where its blocks are read
