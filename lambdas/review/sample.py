"""Which documents people look at by lot, whatever the rules find."""

from __future__ import annotations

import hashlib


def is_drawn(document_id: str, percent: float) -> bool:
    """Say whether a document is among `percent` of all; the same one gets the same answer always.

    Whoever is drawn at a share is drawn at every larger one.
    """
    digest = hashlib.blake2b(document_id.encode(), digest_size=8, person=b"sample").digest()
    return int.from_bytes(digest, "big") < percent / 100 * 2**64
