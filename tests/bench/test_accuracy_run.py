"""The accuracy benchmark compares the pages that it says it does, and can tell good from bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.accuracy.answers import Reading, reading
from bench.accuracy.engines import Task, tesseract_lines, text_blocks
from bench.accuracy.figures import Row, Run
from bench.accuracy.measures import MEASURES, agreement, self_agreement
from bench.accuracy.report import report
from bench.accuracy.sheets import CORPUS, HELD_OUT, SHEETS, Kind, Recording, Sheet, recordings
from bench.accuracy.worker import results

with_corpus = pytest.mark.skipif(not CORPUS.exists(), reason="the recorded answers are not here")
SAMPLES = Path(__file__).parents[2] / "samples"
TESSERACT = """\
level|page_num|block_num|par_num|line_num|word_num|left|top|width|height|conf|text
4|1|1|1|1|0|10|10|50|10|-1|
5|1|1|1|1|1|10|10|20|10|96.5|Two
5|1|1|1|1|2|40|12|20|10|96.5|"words
5|1|1|1|2|1|10|30|20|10|95.1|Below
5|1|1|1|2|2|40|30|5|10|95.1|\N{SPACE}
"""
ONE_PLACE = 0.9  # of the words that stand on one page and on another print of it (0.95 measured)


def a_reading(*words: str) -> Reading:
    blocks = [
        {
            "BlockType": kind,
            "Id": f"{kind} {word}",
            "Text": word,
            "Geometry": {
                "BoundingBox": {"Left": 0.1, "Top": number / 10, "Width": 0.2, "Height": 0.05}
            },
        }
        for number, word in enumerate(words)
        for kind in ("LINE", "WORD")
    ]
    return reading({"Blocks": blocks}, 1)


def recorded(*words: str, features: frozenset[str] = frozenset()) -> Recording:
    return Recording(name="recorded", features=features, reading=a_reading(*words))


def test_a_reading_is_compared_with_the_first_recording() -> None:
    found = agreement(a_reading("a", "b"), [recorded("a", "x"), recorded("y")])

    assert (found.scores["words"].same, found.scores["words"].told) == (1, 2)
    assert found.errors == pytest.approx(1 / 3)


def test_what_was_not_asked_is_not_compared() -> None:
    told = [recorded("a"), recorded("b", features=frozenset({"TABLES"}))]

    assert agreement(a_reading("a"), told).scores.keys() == {
        *("words", "lines", "cells", "cells, unshifted")
    }


def test_textract_is_compared_with_itself_where_it_was_recorded_twice() -> None:
    assert self_agreement([recorded("a")]).scores == {}
    assert self_agreement([recorded("a", "b"), recorded("a")]).scores["words"].f1 == 2 / 3


def test_the_report_tells_tuned_pages_from_those_kept_aside() -> None:
    rows = [
        Row(
            sheet=Sheet(document=f"{family}--page.png", kind=Kind.SCAN),
            agreement=agreement(a_reading("a", word), [recorded("a", "b")]),
            seconds=seconds,
            cpu=seconds,
        )
        for family, word, seconds in (("seen", "b", 1.0), (min(HELD_OUT), "x", 2.0))
    ]

    told = report([Run(engine="ours", rows=rows, peak=5 * 1024**2)], ceiling=[])

    summary = next(line for line in told.splitlines() if line.startswith("| words, scans"))
    cells = [cell.strip() for cell in summary.strip("|").split("|")]
    assert cells[:4] == ["words, scans and photos", "0.95", "2", "0.750"]
    assert (cells[8], cells[10]) == ("1.000", "0.500")
    assert "| page.png *" in told
    assert "1.50" in told


def test_lines_are_read_from_what_tesseract_tells() -> None:
    lines, words = tesseract_lines(TESSERACT.replace("|", "\t"))

    assert [text for text, _ in lines] == ['Two "words', "Below"]
    assert words[1] == ('"words', [(40, 12), (60, 22)])


def test_what_other_engines_find_stands_on_its_page() -> None:
    quad = [(20, 10), (60, 10), (60, 30), (20, 30)]

    blocks = text_blocks([("a b", quad)], [("a", quad)], 2, (100, 200))

    found = reading({"Blocks": blocks}, 2)
    assert [line.text for line in found.lines] == ["a b"]
    assert found.words[0].box == pytest.approx((0.1, 0.1, 0.3, 0.3))


def test_an_engine_reads_pages_and_tells_what_they_cost() -> None:
    task = Task(
        path=str(SAMPLES / "statement.pdf"),
        page=1,
        operation="AnalyzeDocument",
        features=["TABLES"],
    )

    (result,) = results("papertray", [task])

    assert reading(result.answer, 1).words
    assert result.seconds > 0
    assert result.peak > 50 * 1024**2


def test_a_third_of_the_pages_is_kept_aside_and_of_each_kind_some() -> None:
    aside = [sheet for sheet in SHEETS if sheet.held_out]

    assert len(aside) * 3 == len(SHEETS)
    assert {sheet.kind for sheet in aside} == set(Kind)
    assert {sheet.document.partition("--")[0] for sheet in aside} == HELD_OUT
    assert len({sheet.name for sheet in SHEETS}) == len(SHEETS)


@with_corpus
def test_every_page_was_recorded() -> None:
    assert recordings().keys() == {(sheet.document, sheet.page) for sheet in SHEETS}


@with_corpus
def test_all_recordings_of_a_page_are_of_that_page() -> None:
    words = MEASURES["words"]
    for told in recordings().values():
        readings = words.told_by(told)
        for again in readings[1:]:
            assert words.score(again, readings[0]).f1 > ONE_PLACE
