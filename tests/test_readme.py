"""The README says what is there."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from lambdas.documents import Status
from lambdas.settings import Settings

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [field.name.upper() for field in fields(Settings)])
def test_it_explains_every_variable_of_the_functions(name: str) -> None:
    assert f"`{name}`" in README


@pytest.mark.parametrize("status", Status)
def test_it_explains_every_status(status: Status) -> None:
    assert status in README


def test_no_place_is_left_to_be_filled_in() -> None:
    assert "@@" not in README


@pytest.mark.parametrize(
    "link", [part.partition(")")[0].partition("#")[0] for part in README.split("](")[1:]]
)
def test_its_links_lead_somewhere(link: str) -> None:
    assert (Path(__file__).parents[1] / link).exists()
