"""What a label looks like, how sure a pair is, and the pair of a label and its value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from local.textract.engine.findings import KeyValue
from local.textract.engine.geometry import Box
from local.textract.engine.lettering import TALL, type_size
from local.textract.engine.text import Word, box_of, text_of

LABEL_GAP = 1.2  # text heights of white between a label and the next text
LABEL_WORDS = 7  # more is a sentence with a colon
FEW_WORDS = 4  # of a label that nothing marks as one
ITEM = re.compile(
    r"^\(?(?:\d{1,2}[a-z]?|[a-z])[.)] "
)  # that numbers the fields of a form: "4. Contractor"
NUMBER = re.compile(r"\(?\d{1,2}[a-z]?[.)]?")  # of a form's box
SPECKS = ".,'`-"  # dirt before a label is read as these
FIGURES = re.compile(
    r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? |[A-Z]{3} )?\S*\d",
    re.IGNORECASE,
)
"""What begins with a figure, or with a month or a currency and then a figure."""
LEADS = -0.3, 3.0  # text heights between a label and the rule after it, at least and at most
FEET = 0.5  # text heights between the feet of a label and the rule after it


LARGER = 1.15  # times the type of a caption is that of its value
PLAIN_FIGURES = re.compile(r"[\d/]+")


def print_size(words: Sequence[Word]) -> float:
    """The type size of a text; strokes between figures go below the line in few faces."""
    return median(
        word.box.height / TALL if PLAIN_FIGURES.fullmatch(word.text) else type_size(word)
        for word in words
    )


def sureness(trust: float, words: Sequence[Word]) -> float:
    """The confidence of a pair of these words by a rule that is trusted so far (0 to 1)."""
    return trust * sum(word.confidence for word in words) / len(words)


def is_label(words: Sequence[Word], *, figures: bool = False, most: int = FEW_WORDS) -> bool:
    """Whether a text may be a label where no colon says so; few labels have figures."""
    text = ITEM.sub("", text_of(words)).lstrip(SPECKS)
    return (
        len(words) <= most and text[:1].isupper() and (figures or not any(map(str.isdigit, text)))
    )


def holds_fields(words: Sequence[Word], label: Sequence[Word]) -> bool:
    """Whether a text has labels with colons of its own, so that its first row is a heading."""
    return any(word.text.endswith(":") for word in words if word is not label[-1])


def unnumbered(words: Sequence[Word]) -> Sequence[Word]:
    """A label without the number of its box: "12a" of a tax form."""
    return words[1:] if len(words) > 1 and NUMBER.fullmatch(words[0].text) else words


def pair_of(label: Sequence[Word], value: Sequence[Word], trust: float) -> KeyValue:
    """A label and its value, which is not empty."""
    return KeyValue(
        key=tuple(label),
        value=tuple(value),
        value_box=box_of(value),
        confidence=sureness(trust, [*label, *value]),
    )


def leads_to(label: Sequence[Word], rule: Box) -> bool:
    """Whether a rule begins at the end of a label, at the height of its feet: to write on."""
    last = label[-1].box
    white, drop = (rule.left - last.right) / last.height, (rule.y - last.bottom) / last.height
    return LEADS[0] < white < LEADS[1] and abs(drop) < FEET
