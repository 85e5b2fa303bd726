"""Identity documents: the sample licence, a drawn passport, and pages that are neither."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from local.textract.engine import identity_document, open_document
from local.textract.engine.mrz import read_mrz
from local.textract.engine.text import Line, Word
from tests.local.textract.engine.sheets import Sheet

SAMPLES = Path(__file__).parents[4] / "samples"
MRZ = (
    "P<USASPECIMEN<<ALEX<JORDAN<<<<<<<<<<<<<<<<<<",
    "4444444440USA9108234X3508231<<<<<<<<<<<<<<04",
)


def read(data: bytes) -> dict[str, dict[str, Any]]:
    document = identity_document(open_document(data), 1)
    return {
        field["Type"]["Text"]: field["ValueDetection"]
        for field in document["IdentityDocumentFields"]
    }


@pytest.fixture(scope="module")
def licence() -> dict[str, dict[str, Any]]:
    return read((SAMPLES / "licence.png").read_bytes())


def line(text: str) -> Line:
    quad = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    return Line(words=(Word(text=text, quad=quad, confidence=90.0),), quad=quad)


def test_all_fields_are_told_in_textracts_order_found_or_not(
    licence: dict[str, dict[str, Any]],
) -> None:
    names = list(licence)

    assert len(names) == 21
    assert names[:4] == ["FIRST_NAME", "LAST_NAME", "MIDDLE_NAME", "SUFFIX"]
    assert names[-1] == "MRZ_CODE"
    assert licence["SUFFIX"]["Text"] == licence["VETERAN"]["Text"] == ""


def test_a_licence_tells_its_holder(licence: dict[str, dict[str, Any]]) -> None:
    texts = {name: value["Text"] for name, value in licence.items()}

    assert texts["LAST_NAME"] == "SAMPLE"
    assert (texts["FIRST_NAME"], texts["MIDDLE_NAME"]) == ("ALEX", "JORDAN")
    assert texts["ADDRESS"] == "123 PLACEHOLDER STREET"
    assert texts["CITY_IN_ADDRESS"] == "ANYTOWN"
    assert (texts["STATE_IN_ADDRESS"], texts["ZIP_CODE_IN_ADDRESS"]) == ("XX", "00000")


def test_a_licence_tells_what_it_allows(licence: dict[str, dict[str, Any]]) -> None:
    texts = {name: value["Text"] for name, value in licence.items()}

    assert texts["DOCUMENT_NUMBER"] == "S000-0000-0000"
    assert texts["ID_TYPE"] == "DRIVER LICENSE FRONT"
    assert (texts["CLASS"], texts["ENDORSEMENTS"], texts["RESTRICTIONS"]) == ("D", "NONE", "B")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("DATE_OF_BIRTH", "08/23/1991", "1991-08-23T00:00:00"),
        ("DATE_OF_ISSUE", "08/23/2025", "2025-08-23T00:00:00"),
        ("EXPIRATION_DATE", "08/23/2030", "2030-08-23T00:00:00"),
    ],
)
def test_dates_are_told_as_printed_and_normalized(
    licence: dict[str, dict[str, Any]], name: str, text: str, value: str
) -> None:
    assert licence[name]["Text"] == text
    assert licence[name]["NormalizedValue"] == {"Value": value, "ValueType": "Date"}


def test_fields_have_no_place_but_the_words_of_the_page_do() -> None:
    document = identity_document(open_document((SAMPLES / "licence.png").read_bytes()), 1)

    assert all("Geometry" not in f["ValueDetection"] for f in document["IdentityDocumentFields"])
    assert all("Geometry" in block for block in document["Blocks"])


def test_a_passport_is_read_by_its_machine_readable_lines() -> None:
    mrz = read_mrz([line("PASSPORT"), *map(line, MRZ)])

    assert mrz is not None
    assert (mrz.last_name, mrz.given_names, mrz.number) == ("SPECIMEN", "ALEX JORDAN", "444444444")
    assert str(mrz.born) == "1991-08-23"
    assert str(mrz.expires) == "2035-08-23"
    assert mrz.text == "\n".join(MRZ)


def test_a_drawn_passport_is_read() -> None:
    sheet = Sheet((1300, 900)).text(60, 60, "PASSPORT", size=36)
    for number, text in enumerate(MRZ):
        sheet.text(40, 740 + 60 * number, text, size=36)

    fields = read(sheet.bytes())

    assert fields["ID_TYPE"]["Text"] == "PASSPORT"
    assert fields["LAST_NAME"]["Text"] == "SPECIMEN"
    assert fields["DOCUMENT_NUMBER"]["Text"] == "444444444"
    assert fields["EXPIRATION_DATE"]["NormalizedValue"]["Value"] == "2035-08-23T00:00:00"
    assert fields["MRZ_CODE"]["Text"] == "\n".join(MRZ)


def test_a_figure_in_a_name_is_the_letter_that_looks_like_it() -> None:
    mrz = read_mrz([line(MRZ[0].replace("JORDAN", "J0RDAN")), line(MRZ[1])])

    assert mrz is not None
    assert mrz.given_names == "ALEX JORDAN"


def test_half_of_the_machine_readable_lines_is_none() -> None:
    assert read_mrz([line(MRZ[0])]) is None
    assert read_mrz([line(MRZ[0]), line(MRZ[1][:-1])]) is None


def test_a_page_that_is_no_identity_document_says_so() -> None:
    fields = read(Sheet().text(80, 80, "A letter to a friend").bytes())

    assert fields["ID_TYPE"]["Text"] == "UNKNOWN"
    assert fields["LAST_NAME"]["Text"] == ""


def test_a_blank_page_has_all_fields_empty() -> None:
    fields = read(Sheet().bytes())

    assert {value["Text"] for value in fields.values()} == {"", "UNKNOWN"}
