"""How long a document waits for people."""

from __future__ import annotations

from lambdas.aws.moves import iso
from lambdas.aws.record import Record
from lambdas.review.rules import ReviewRules
from lambdas.services import Services

DAY = 24 * 3600


def rules_of(profile: str, services: Services) -> ReviewRules | None:
    """Return a profile's rules; a deployment may have taken profile or rules away."""
    found = services.configuration.profiles.get(profile)
    return found.review if found else None


def due_at(profile: str, services: Services) -> str:
    """Return until when people may answer who are asked now."""
    rules = rules_of(profile, services) or ReviewRules()
    return iso(services.clock() + rules.wait_days * DAY)


def is_overdue(record: Record, now: float) -> bool:
    """Return whether nobody answered in time; who holds the document is left to finish."""
    moment = iso(now)
    is_held = (record.claimed_until or "") > moment
    return not record.answered_at and not is_held and (record.review_due_at or moment) < moment
