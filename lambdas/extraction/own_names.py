"""Textract's own names in answers that others have renamed: Java, Python, and human reviews."""

from __future__ import annotations

import json
from functools import lru_cache


def in_own_names(text: bytes) -> bytes:
    """Return JSON with Textract's names in place of "blockType" or "block_type".

    Raises ValueError or RecursionError where it is no JSON, or too deep.
    """

    def own(members: dict[str, object]) -> dict[str, object]:
        return {_own_name(name): member for name, member in members.items()}

    return json.dumps(json.loads(text, object_hook=own)).encode()


@lru_cache(maxsize=1024)
def _own_name(name: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))
