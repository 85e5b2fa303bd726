"""What a person is told when a command cannot do what it was asked."""

from __future__ import annotations

import click

from console.terminal import printable


class CommandError(click.ClickException):
    """Says what is wrong and what to do; the command ends with exit code 1."""

    def show(self, file: object = None) -> None:
        """Print the message, which may quote a document, a file's name or a function's answer."""
        lines = self.format_message().split("\n")
        click.echo("papertray: " + "\n".join(map(printable, lines)), err=True)


def unreachable(error: Exception) -> CommandError:
    """Return what to tell where AWS was not even asked, and what helps."""
    nowhere = type(error).__name__ in ("NoRegionError", "NoCredentialsError")
    helps = " Set AWS's environment variables, or those that `papertray local up` prints."
    return CommandError(f"AWS cannot be reached: {error}{helps if nowhere else ''}")
