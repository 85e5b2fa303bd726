"""What no command sends to a terminal: control characters, and what rich takes for markup."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from console import local
from console.cli import main
from console.documents import Outcome, Submitted
from console.errors import CommandError
from console.invoke import blocks_of, described

CONTROL = "\x1b[2J\x9b31m\u202e\x07"
ESCAPED = "\\x1b[2J\\x9b31m\\u202e\\x07"


def papertray(*arguments: Path | str) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)], color=True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("read", CONTROL),
        ("read", "--out", CONTROL, CONTROL),
        ("invoke", "detect", CONTROL),
        ("invoke", "detect", f"s3://{CONTROL}"),
        ("local", "run", CONTROL, "--out", "out"),
        (CONTROL,),
    ],
)
def test_no_command_shows_the_control_characters_of_a_name(arguments: tuple[str, ...]) -> None:
    result = papertray(*arguments)

    assert result.exit_code > 0
    assert ESCAPED in result.output
    assert not set(CONTROL) & set(result.output) - set("[2J31m")


def test_an_error_keeps_its_lines_apart(capsys: pytest.CaptureFixture[str]) -> None:
    CommandError("first\nsecond\x1b").show()

    assert capsys.readouterr().err == "papertray: first\nsecond\\x1b\n"


def test_a_function_s_blocks_show_no_control_characters() -> None:
    block = {"BlockType": CONTROL, "Id": CONTROL, "Text": CONTROL, "Confidence": 99.0}

    shown = "".join(described([block]))

    assert shown.count(ESCAPED) == 4
    assert shown.isprintable()


@pytest.mark.parametrize(
    "answer",
    [
        *(None, [], {"statusCode": 200}, {"statusCode": 200, "body": "no JSON"}),
        *({"statusCode": 200, "body": "[1]"}, {"statusCode": 200, "body": [{"Id": "1"}]}),
    ],
)
def test_an_answer_without_blocks_is_told(answer: object) -> None:
    with pytest.raises(CommandError, match="detect answers without blocks: is it the right"):
        blocks_of("detect", answer)


def test_blocks_come_as_json_or_as_they_are() -> None:
    blocks = [{"BlockType": "PAGE", "Id": "1"}]

    assert blocks_of("detect", {"statusCode": 200, "body": blocks}) == blocks
    assert blocks_of("detect", {"statusCode": 200, "body": json.dumps(blocks)}) == blocks


def test_a_name_is_shown_as_it_is_not_as_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "[red]a :bug: [b].pdf"
    submitted = Submitted(path=Path(name), document_id="1", folder=Path("out") / name, at=0.0)
    outcome = Outcome(
        submitted=submitted,
        status="FAILED",
        reason=f"[/] {CONTROL}",
        pages=0,
        fields=0,
        doubtful=0,
        tables=0,
        seconds=1.0,
    )
    terminal = Console(highlight=False, record=True, width=200)
    monkeypatch.setattr(local, "terminal", terminal)

    local.show(outcome)
    local.show_all([outcome], Path("[red]out :bug:"), took=2.0)

    shown = terminal.export_text()
    assert shown.count(name) == 3
    assert f"{name}: [/] {ESCAPED}\n" in shown
    assert "1 document in 2.0 s. Results: [red]out :bug:/<document>/\n" in shown
