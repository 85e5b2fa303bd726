"""What `[profiles.NAME.review]` in papertray.toml says: when people look at a document, and how."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from lambdas.documents import ReviewBy

Confidence = Annotated[float, Meta(ge=0, le=100)]


class FieldRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must hold of the field `name`, which may be printed as one of `aliases`.

    `pattern` must match the whole value; `equals`, `at_least` and `at_most` name another field;
    `sum_of` is a type of line items' values, such as "PRICE", of which this field is the total.
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


class ReviewRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a document of a profile goes to people, who they are, and how long it waits for them."""

    by: ReviewBy = "builtin"
    min_confidence: Confidence | None = None
    fields: tuple[FieldRule, ...] = ()
    sample_percent: Annotated[float, Meta(ge=0, le=100)] = 0
    wait_days: Annotated[int, Meta(ge=1, le=365)] = 7
