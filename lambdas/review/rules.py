"""What `[profiles.NAME.review]` and `[a2i]` in papertray.toml say: when people look, and who."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from lambdas.documents import ReviewBy

Confidence = Annotated[float, Meta(ge=0, le=100)]
Comparison = Literal["equals", "at_least", "at_most"]


class FieldRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must hold of the field `name`, which may be printed as one of `aliases`.

    `min_confidence` takes the place of that for all fields. `pattern` must match the whole value;
    `equals`, `at_least` and `at_most` name another field; `sum_of` is a type of line items' values,
    such as "PRICE", of which this field is the total.
    """

    name: str
    aliases: tuple[str, ...] = ()
    min_confidence: Confidence | None = None
    required: bool = False
    pattern: str | None = None
    type: Literal["date", "amount", "number"] | None = None
    equals: str | None = None
    at_least: str | None = None
    at_most: str | None = None
    sum_of: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)

    @property
    def comparisons(self) -> list[tuple[Comparison, str]]:
        """How this field relates to others, each with the other's name."""
        told: list[tuple[Comparison, str | None]] = [
            ("equals", self.equals),
            ("at_least", self.at_least),
            ("at_most", self.at_most),
        ]
        return [(comparison, other) for comparison, other in told if other is not None]


class ReviewRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a document of a profile goes to people, who they are, and how long it waits for them."""

    by: ReviewBy = "builtin"
    min_confidence: Confidence | None = None
    fields: tuple[FieldRule, ...] = ()
    sample_percent: Annotated[float, Meta(ge=0, le=100)] = 0
    wait_days: Annotated[int, Meta(ge=1, le=365)] = 7


class A2I(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The people of Amazon A2I: a workteam's ARN, or "private" for a team that the stack makes.

    `reviewers` people answer for each document, each within `minutes`.
    """

    workteam: Annotated[
        str,  # SageMaker model, WorkteamArn
        Meta(pattern=r"^private$|^arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:[0-9]{12}:workteam/\S+$"),
        Meta(max_length=256),
    ]
    worker_email: Annotated[str, Meta(pattern=r"^$|^[^@\s]+@[^@\s]+$")] = ""
    reviewers: Annotated[int, Meta(ge=1, le=3)] = 1  # SageMaker model, FlowDefinitionTaskCount
    minutes: Annotated[int, Meta(ge=1, le=480)] = 60  # SageMaker quota: 8 hours
