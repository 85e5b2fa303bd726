"""What a person is told when a command cannot do what it was asked."""

from __future__ import annotations

import click


class CommandError(click.ClickException):
    """Says what is wrong and what to do; the command ends with exit code 1."""

    def show(self, file: object = None) -> None:
        click.echo(f"papertray: {self.format_message()}", err=True)
