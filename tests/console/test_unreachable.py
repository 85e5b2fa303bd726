"""A command that does not know where AWS is says what helps."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from console.cli import main

NOWHERE = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_REGION": None,
    "AWS_DEFAULT_REGION": None,
}


@pytest.mark.parametrize("command", [["invoke", "detect", "{document}"], ["console", "--no-open"]])
def test_without_a_region_the_remedy_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setattr("boto3.DEFAULT_SESSION", None)
    document = tmp_path / "letter.png"
    document.write_bytes(b"x")
    asked = [each.format(document=document) for each in command]

    result = CliRunner().invoke(main, asked, env=NOWHERE)

    assert result.exit_code == 1
    assert "You must specify a region. Set AWS's environment variables, or" in result.stderr
