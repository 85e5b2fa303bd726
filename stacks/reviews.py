"""In which ways the profiles have people look at documents."""

from __future__ import annotations

from lambdas.documents import ReviewBy
from lambdas.profiles import Configuration

BY_A2I: frozenset[ReviewBy] = frozenset({"a2i", "a2i-textract"})


def ways(configuration: Configuration) -> frozenset[ReviewBy]:
    """Return all ways that any profile names; none where nobody looks at anything."""
    reviews = [profile.review for profile in configuration.profiles.values()]
    return frozenset(review.by for review in reviews if review)
