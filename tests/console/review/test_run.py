"""Where `papertray console` finds no reviews, it says why and what to do."""

from __future__ import annotations

import pytest

from console.errors import CommandError
from console.review import run


@pytest.mark.parametrize(
    ("outputs", "told"),
    [
        ({}, "no stack 'Papertray' here: is AWS_REGION right"),
        ({"IngestFunction": "ingest"}, "Deploy it anew"),
    ],
)
def test_a_stack_without_reviews_is_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, outputs: dict[str, str], told: str
) -> None:
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(run, "outputs_of", lambda _: outputs)

    with pytest.raises(CommandError, match=told):
        run.run(stack="Papertray", port=0, reviewer="jane", open_browser=False)
