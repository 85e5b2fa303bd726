"""How the local Textract shall behave: its quotas, its haste, its faults, its recorded answers."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any

import msgspec

from lambdas.errors import PapertrayError
from local.textract.errors import ERRORS
from local.textract.job_kinds import JOB_KINDS
from local.textract.quotas import Quotas
from local.textract.validation import operations_that_may_answer

GUIDE = "docs/local-textract.md"

Share = Annotated[float, msgspec.Meta(gt=0, le=1)]
Count = Annotated[int, msgspec.Meta(ge=1)]
Seconds = Annotated[float, msgspec.Meta(ge=0, le=3600)]


class PlanError(PapertrayError):
    """A plan that cannot be followed; the message names member, value and remedy."""


class Fault(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="fault"
):
    """Something that goes wrong in a share of the calls, or in the first so many of them."""

    operations: tuple[str, ...] = ()
    """Whose calls it strikes; none named: those of every operation that it can strike."""
    share: Share | None = None
    first: Count | None = None

    def __post_init__(self) -> None:
        if (self.share is None) == (self.first is None):
            raise ValueError("a fault takes either share (0 to 1) or first (a number of calls)")
        if unknown := [each for each in self.operations if each not in self.can_strike()]:
            raise ValueError(f"operations = {unknown}: it strikes {', '.join(self.can_strike())}")

    def strikes(self, operation: str) -> bool:
        return operation in (self.operations or self.can_strike())

    def can_strike(self) -> tuple[str, ...]:
        """Only jobs fail, or have notices; errors are answers to any call."""
        return tuple(JOB_KINDS)


class Error(Fault, frozen=True, kw_only=True, tag="error"):
    """A call is refused, before it does anything, by an error that its operation may give."""

    code: str

    def __post_init__(self) -> None:
        if self.code not in ERRORS:
            raise ValueError(f"code = {self.code!r}: use one of {', '.join(ERRORS)}")
        super().__post_init__()

    def can_strike(self) -> tuple[str, ...]:
        return operations_that_may_answer(self.code)


class FailedJob(Fault, frozen=True, kw_only=True, tag="failed-job"):
    """A job is taken, and fails without reading its document."""

    reason: str = "The job failed, as planned."


class PartialJob(Fault, frozen=True, kw_only=True, tag="partial-job"):
    """Some pages of a job are not read, which its warnings tell."""

    pages: Annotated[tuple[Count, ...], msgspec.Meta(min_length=1)]
    code: str = "BadDocumentException"


class LostNotice(Fault, frozen=True, kw_only=True, tag="lost-notice"):
    """A job ends, and nobody is told."""


class DuplicateNotice(Fault, frozen=True, kw_only=True, tag="duplicate-notice"):
    """The end of a job is told twice, the second time so many seconds after the first."""

    seconds: Seconds = 0


class LateNotice(Fault, frozen=True, kw_only=True, tag="late-notice"):
    """The end of a job is told some time after it."""

    seconds: Seconds


JobFault = FailedJob | PartialJob
NoticeFault = LostNotice | DuplicateNotice | LateNotice


class RecordedAnswers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A folder of answers that are given instead of reading their documents."""

    folder: Path
    only: bool = False
    """Whether a document without a recorded answer is refused, not read by the engine."""


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the local Textract behaves; the default is a well-behaved AWS with AWS's own quotas."""

    quotas: Quotas = Quotas()
    page_milliseconds: Annotated[float, msgspec.Meta(ge=0, le=600_000)] = 0
    """What every page takes beyond the time that reading it takes here."""
    seed: int = 0
    """Shares of faults strike other calls with another seed, and the same calls with the same."""
    faults: tuple[Error | JobFault | NoticeFault, ...] = ()
    answers: RecordedAnswers | None = None


def read_plan(path: Path) -> Plan:
    """Return the plan in a TOML or JSON file; its folder of answers is seen from the file's."""
    try:
        data = path.read_bytes()
        is_toml = path.suffix.lower() == ".toml"
        raw = tomllib.loads(data.decode()) if is_toml else msgspec.json.decode(data)
    except OSError as error:
        raise PlanError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:  # of all three decoders
        raise PlanError(f"{path} is no {'TOML' if is_toml else 'JSON'}: {error}") from error
    return plan(raw, name=str(path), folder=path.parent)


def plan(raw: object, *, name: str, folder: Path | None = None) -> Plan:
    """Return the plan that a JSON value means; `folder` is where relative paths start."""
    try:
        found = msgspec.convert(raw, Plan, dec_hook=_path)
    except msgspec.ValidationError as error:
        raise PlanError(f"{name}: {_told(str(error), raw)} ({GUIDE} lists all members)") from error
    answers = found.answers
    if answers is None or answers.folder.is_absolute():
        return found
    if folder is None:
        raise PlanError(f"{name}: answers.folder = {str(answers.folder)!r}: name an absolute path")
    absolute = msgspec.structs.replace(answers, folder=folder / answers.folder)
    return msgspec.structs.replace(found, answers=absolute)


def _path(kind: type, value: object) -> Path:
    if kind is not Path or not isinstance(value, str) or not value:
        raise ValueError("a folder is named by its path")
    return Path(value)


_STEP = re.compile(r"\.(?P<name>[^.\[]+)|\[(?P<index>\d+)\]|\[\.\.\.\]")


def _told(message: str, raw: object) -> str:
    """Return msgspec's message with the member in front, and its value where it is a plain one."""
    why, _, path = message.partition(" - at `$")
    value: Any = raw
    for step in _STEP.finditer(path.rstrip("`")):
        if step["name"] and isinstance(value, dict):
            value = value.get(step["name"])
        elif step["index"] and isinstance(value, list):
            value = value[int(step["index"])]
    member = path.rstrip("`").lstrip(".") or "the plan"
    return f"{member}: {why}" if isinstance(value, dict | list) else f"{member} = {value!r}: {why}"
