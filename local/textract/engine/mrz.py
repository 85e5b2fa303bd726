"""The machine-readable lines of a passport (ICAO 9303, two lines of 44 characters)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from local.textract.engine.text import Line

UPPER = re.compile(r"P[A-Z0-9<]{43}")
LOWER = re.compile(r"[A-Z0-9<]{9}\d[A-Z<]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{16}")
LETTERS = str.maketrans("0158", "OISB")  # names have no figures, and OCR takes one for the other
LAST_BIRTH_YEAR = 30  # a holder born in '31 or later was born in the last century


@dataclass(frozen=True, kw_only=True)
class Mrz:
    """What the lines say."""

    lines: tuple[Line, Line]
    last_name: str
    given_names: str
    number: str
    born: date | None
    expires: date | None

    @property
    def text(self) -> str:
        return "\n".join(_packed(line) for line in self.lines)


def read_mrz(lines: Sequence[Line]) -> Mrz | None:
    """Return the first passport's lines that are read whole, wherever they stand on the page."""
    uppers = [line for line in lines if UPPER.fullmatch(_packed(line))]
    lowers = [line for line in lines if LOWER.fullmatch(_packed(line))]
    if not uppers or not lowers:
        return None
    upper, lower = _packed(uppers[0]), _packed(lowers[0])
    last, _, given = upper[5:].partition("<<")
    return Mrz(
        lines=(uppers[0], lowers[0]),
        last_name=_spaced(last.translate(LETTERS)),
        given_names=_spaced(given.translate(LETTERS)),
        number=_spaced(lower[:9]),
        born=_date(lower[13:19], is_past=True),
        expires=_date(lower[21:27], is_past=False),
    )


def _packed(line: Line) -> str:
    return line.text.replace(" ", "").replace("«", "<<")


def _spaced(text: str) -> str:
    return " ".join(text.split("<")).strip()


def _date(text: str, *, is_past: bool) -> date | None:
    year = int(text[:2])
    century = 1900 if is_past and year > LAST_BIRTH_YEAR else 2000
    try:
        return date(century + year, int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None
