"""Where results go: a folder for each document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, count
from pathlib import Path

from console.errors import CommandError
from console.terminal import printable

# What a result has of files; all else that lies in its folder is somebody else's
RESULT = re.compile(
    r"document\.(json|md)|text\.txt|(fields|line_items)\.csv|tables/[0-9]+\.csv"
    r"|raw/[0-9]+\.json\.gz",
    re.ASCII,
)
NO_FOLDERS = ("", ".", "..")  # names that lead out of a folder, or stay in it


class Folders:
    """Chooses a folder in `out` for each name, where nothing of `inputs` is in the way."""

    def __init__(self, out: Path, inputs: Iterable[Path]) -> None:
        self._out = out
        self._inputs = {
            each for path in inputs for each in (path.resolve(), *path.resolve().parents)
        }
        self._chosen: set[str] = set()

    def choose(self, name: str) -> Path:
        """Return the folder of that name; if it is taken, one with a number behind it."""
        if name in NO_FOLDERS:
            raise CommandError(
                f"a result cannot be in a folder named {name!r}: rename the document"
            )
        candidates = chain([name], (f"{name}-{number}" for number in count(2)))
        # Some file systems take "A" and "a" for the same name.
        free = next(each for each in candidates if each.casefold() not in self._chosen)
        self._chosen.add(free.casefold())
        folder = self._out / free
        self._refuse(folder)
        return folder

    def _refuse(self, folder: Path) -> None:
        """Raise CommandError where results in `folder` would overwrite what they come from."""
        try:
            is_input = folder.resolve() in self._inputs
            is_taken = folder.exists() and not folder.is_dir()
        except OSError as error:
            raise not_writable(folder, error) from error
        if is_input:
            raise CommandError(
                f"{printable(str(folder))} holds what is to be read;"
                " choose another folder for --out"
            )
        if is_taken:
            raise CommandError(
                f"{printable(str(folder))} is no folder; choose another folder for --out"
            )


def not_writable(folder: Path, error: OSError) -> CommandError:
    """Return what to tell where a folder's results cannot be written."""
    return CommandError(
        f"the results cannot be written to {printable(str(folder))}: {error.strerror};"
        " choose another folder for --out"
    )


def clear(folder: Path) -> None:
    """Remove the results of an earlier run, and nothing else."""
    if not (folder / "document.json").exists():
        return
    for path in [*folder.glob("*"), *folder.glob("*/*")]:
        if RESULT.fullmatch(path.relative_to(folder).as_posix()):
            path.unlink()
