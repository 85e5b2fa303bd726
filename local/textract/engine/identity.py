"""One side of an identity document: the fields that AnalyzeID always tells, found or not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

from local.textract.engine.blocks import float32
from local.textract.engine.dates import normalized, read_date
from local.textract.engine.findings import KeyValue
from local.textract.engine.licences import DATES, licence_fields
from local.textract.engine.mrz import Mrz, read_mrz
from local.textract.engine.text import Line

FIELDS = (
    *("FIRST_NAME", "LAST_NAME", "MIDDLE_NAME", "SUFFIX", "CITY_IN_ADDRESS"),
    *("ZIP_CODE_IN_ADDRESS", "STATE_IN_ADDRESS", "STATE_NAME", "DOCUMENT_NUMBER"),
    *("EXPIRATION_DATE", "DATE_OF_BIRTH", "DATE_OF_ISSUE", "ID_TYPE", "ENDORSEMENTS", "VETERAN"),
    *("RESTRICTIONS", "CLASS", "ADDRESS", "COUNTY", "PLACE_OF_BIRTH", "MRZ_CODE"),
)
"""Textract's fields, in its order."""
ABSENT = 50.0  # what is not found may not be there, or may have been missed: we cannot tell
LABELLED = 0.95  # trust in a value beside its label or its number
TYPE = 0.9  # trust in the kind of document that its title names
LICENCE = re.compile(r"DRIVER'?S? LICEN[CS]E|(COMMERCIAL|OPERATOR'?S?) LICEN[CS]E")
PASSPORT = re.compile(r"\bPASSPORT\b")

Value = tuple[str, float, date | None]


def identity_fields(lines: Sequence[Line], pairs: Sequence[KeyValue]) -> list[dict[str, Any]]:
    """Return the IdentityDocumentFields of a page; they have no geometry."""
    found: dict[str, Value] = {
        name: (_plain(value.text), LABELLED * value.confidence, _date(name, value.text))
        for name, value in licence_fields(lines, pairs).items()
    }
    mrz = read_mrz(lines)
    if mrz:
        found |= _of_mrz(mrz)
    found["ID_TYPE"] = _id_type(lines, mrz)
    return [_field(name, *found.get(name, ("", ABSENT, None))) for name in FIELDS]


def _plain(text: str) -> str:
    """Without accents, as AnalyzeID answers: "MARÍA" on the card is "MARIA"."""
    letters = unicodedata.normalize("NFD", text.rstrip(","))
    return "".join(c for c in letters if not unicodedata.combining(c))


def _date(name: str, text: str) -> date | None:
    return read_date(text) if name in DATES else None


def _of_mrz(mrz: Mrz) -> dict[str, Value]:
    sure = sum(line.confidence for line in mrz.lines) / len(mrz.lines)
    first, _, middle = mrz.given_names.partition(" ")
    texts = {
        "LAST_NAME": mrz.last_name,
        "FIRST_NAME": first,
        "MIDDLE_NAME": middle,
        "DOCUMENT_NUMBER": mrz.number,
        "MRZ_CODE": mrz.text,
    }
    dates = {"DATE_OF_BIRTH": mrz.born, "EXPIRATION_DATE": mrz.expires}
    values: dict[str, Value] = {name: (text, sure, None) for name, text in texts.items() if text}
    values |= {name: (day.strftime("%m/%d/%Y"), sure, day) for name, day in dates.items() if day}
    return values


def _id_type(lines: Sequence[Line], mrz: Mrz | None) -> Value:
    text = " ".join(line.text.upper() for line in lines)
    sure = TYPE * (sum(line.confidence for line in lines) / len(lines)) if lines else ABSENT
    if mrz or PASSPORT.search(text):
        return "PASSPORT", sure, None
    words = set(re.findall(r"[A-Z]+", text))
    if LICENCE.search(text) or ({"DRIVER", "LICENSE"} <= words):
        return "DRIVER LICENSE FRONT", sure, None
    return "UNKNOWN", ABSENT, None


def _field(name: str, text: str, confidence: float, day: date | None) -> dict[str, Any]:
    return {
        "Type": {"Text": name},
        "ValueDetection": {
            "Text": text,
            **({"NormalizedValue": normalized(day)} if day else {}),
            "Confidence": float32(confidence),
        },
    }
