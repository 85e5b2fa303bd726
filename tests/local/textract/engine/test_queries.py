"""Questions are answered from pairs, checkboxes, tables and the title; doubtful ones are not."""

from __future__ import annotations

import pytest

from local.textract.engine import Query, open_document, page_blocks
from tests.local.textract.engine.sheets import pdf, shown


def box(x: int, y: int, width: int, height: int) -> str:
    return f"{x} {y} {width} {height} re S\n"


def a_slip() -> str:
    content = shown(60, 740, "Earnings", 30) + shown(60, 708, "Statement", 30)
    content += shown(60, 660, "Pay date:") + shown(160, 660, "07/25/2026")
    content += shown(60, 640, "Employee name:") + shown(160, 640, "Imogen Delacroix")
    content += shown(60, 620, "Check #:") + shown(160, 620, "0042")
    content += shown(60, 600, "Do you have dependents?")
    content += box(260, 598, 11, 11) + shown(276, 600, "Yes")
    content += box(320, 598, 11, 11) + shown(336, 600, "No")
    content += "260 598 m 271 609 l S 260 609 m 271 598 l S\n"
    for y, row in (
        (540, ("Earnings", "This period", "Year to date")),
        (524, ("Regular", "320.00", "16,640.00")),
        (508, ("Overtime", "15.00", "780.00")),
        (492, ("Bonus", "80.00", "4,160.00")),
        (476, ("Gross pay", "415.00", "21,580.00")),
    ):
        content += "".join(shown(x, y, text) for x, text in zip((60, 200, 320), row, strict=True))
    return content


def asked(question: str, content: str) -> tuple[str, float] | None:
    """The answer and its confidence."""
    document = open_document(pdf(content))
    features = frozenset({"QUERIES"})
    blocks = page_blocks(document, 1, feature_types=features, queries=[Query(text=question)])
    found = [block for block in blocks if block["BlockType"] == "QUERY_RESULT"]
    return (found[0]["Text"], found[0]["Confidence"]) if found else None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When is the pay date?", "07/25/2026"),
        ("What is the employee's name?", "Imogen Delacroix"),
        ("What is the check number?", "0042"),
        ("What is the overtime for this period?", "15.00"),
        ("What is the year to date gross pay?", "21,580.00"),
        ("What is the YTD bonus?", "4,160.00"),
        ("Does the employee have any dependents?", "Yes"),
        ("What is the title of the document?", "Earnings Statement"),
    ],
)
def test_what_the_page_says_is_told(question: str, expected: str) -> None:
    answer = asked(question, a_slip())

    assert answer is not None
    assert answer[0] == expected
    assert 0 < answer[1] < 100


@pytest.mark.parametrize(
    "question",
    [
        "Who painted the ceiling?",
        "What is the due date?",
        "Who is the pay date?",
        "What is the overtime of the previous period?",
        "What is the job title?",
    ],
)
def test_what_the_page_does_not_say_stays_unanswered(question: str) -> None:
    assert asked(question, a_slip()) is None


def test_of_different_answers_the_first_is_told_with_less_confidence() -> None:
    one = shown(60, 700, "Phone: 555-0100")
    both = one + shown(60, 660, "Phone: 555-0199")

    sure, unsure = (asked("What is the phone number?", content) for content in (one, both))

    assert sure is not None
    assert unsure is not None
    assert (sure[0], unsure[0]) == ("555-0100", "555-0100")
    assert unsure[1] < sure[1]
