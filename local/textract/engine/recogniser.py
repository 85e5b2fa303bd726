"""Read text lines with PP-OCR's recognition model, decoded to words of our own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from local.textract.engine.ctc import CHECKBOX_GLYPHS, Span, glyphs, ink, spans
from local.textract.engine.geometry import Picture, Quad, between
from local.textract.engine.misreadings import amended
from local.textract.engine.models import characters, run
from local.textract.engine.text import FOLDED, Line, Word

MODEL = "PP-OCRv6_rec_small"
HEIGHT = 48  # px: the network's input height
MIN_WIDTH = 160  # px: the network was trained with wider lines, and reads narrower ones worse
MAX_WIDTH = 3200  # px: longer lines are squeezed
PADDING = 48  # px of nothing after each line: without it the network loses the last letter
BATCH_WIDTH = 4800  # px of lines read together: bounds memory (75 kB per 8 px)
MOST_WIDTH = 400_000  # px of lines on a page: half a minute; small print on A4 has 150,000
ALIKE = 1.1  # the widest over the narrowest line of a batch: the rest is padded in vain
MIN_CONFIDENCE = 50.0  # below this PP-OCR's reading is noise (its own default)
PUNCTUATION = "•…€₹™→" + CHECKBOX_GLYPHS + "".join(map(chr, FOLDED))


def read_lines(picture: Picture, quads: Sequence[Quad]) -> list[Line]:
    """Read the lines at `quads`; those that carry no sure text are left out."""
    crops = list(_crops(picture, quads))
    found: dict[int, Line] = {}
    for batch in _batches([crop.shape[1] for crop in crops]):
        for index, line in zip(batch, _read([crops[i] for i in batch]), strict=True):
            words = tuple(_word(span, quads[index]) for span in line)
            if words and sum(w.confidence for w in words) / len(words) >= MIN_CONFIDENCE:
                found[index] = Line(words=words, quad=_tight(line, quads[index]))
    return [found[index] for index in sorted(found)]


def _word(span: Span, quad: Quad) -> Word:
    return Word(
        text=amended(span.text.translate(FOLDED)),
        quad=between(quad, span.left, span.right, span.top, span.bottom),
        confidence=min(span.confidence, 100.0),
    )


def _tight(line: Sequence[Span], quad: Quad) -> Quad:
    top, bottom = min(span.top for span in line), max(span.bottom for span in line)
    return between(quad, line[0].left, line[-1].right, top, bottom)


def _crops(picture: Picture, quads: Sequence[Quad]) -> Iterator[Picture]:
    """The lines, straightened, as many from the first as can be read in bounded time."""
    left = MOST_WIDTH
    for quad in quads:
        crop = _crop(picture, quad)
        left -= _padded(crop.shape[1])
        if left < 0:
            return
        yield crop


def _crop(picture: Picture, quad: Quad) -> Picture:
    """Straighten one line to the network's height."""
    corners = np.array(quad, dtype=np.float32)
    width = max(np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[2] - corners[3]))
    height = max(np.linalg.norm(corners[3] - corners[0]), np.linalg.norm(corners[2] - corners[1]))
    across = int(np.clip(round(HEIGHT * float(width) / max(float(height), 1.0)), 8, MAX_WIDTH))
    target = np.array([[0, 0], [across, 0], [across, HEIGHT], [0, HEIGHT]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    straight = cv2.warpPerspective(
        picture, matrix, (across, HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(straight, dtype=np.uint8)


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Lines of like width together, so that little of a batch is padding."""
    batch: list[int] = []
    for index in sorted(range(len(widths)), key=lambda i: widths[i]):
        width = _padded(widths[index])
        too_many = batch and width * (len(batch) + 1) > BATCH_WIDTH
        if too_many or (batch and width > ALIKE * _padded(widths[batch[0]])):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _padded(width: int) -> int:
    return max(width + PADDING, MIN_WIDTH)


def _read(crops: Sequence[Picture]) -> Iterator[list[Span]]:
    width = max(_padded(crop.shape[1]) for crop in crops)
    batch = np.zeros((len(crops), 3, HEIGHT, width), dtype=np.float32)
    for row, crop in zip(batch, crops, strict=True):
        row[:, :, : crop.shape[1]] = (crop.transpose(2, 0, 1).astype(np.float32) / 255 - 0.5) / 0.5
    classes, names = _latin()
    for crop, scores in zip(crops, run(MODEL, batch), strict=True):
        decoded = glyphs(scores[:, classes], names, used=crop.shape[1] / width)
        yield spans(decoded, ink(crop))


@cache
def _latin() -> tuple[npt.NDArray[np.intp], list[str]]:
    """The classes that Latin documents use: without the rest, 一 and 田 are not read as - and #."""
    every = characters(MODEL)
    kept = [i for i, char in enumerate(every) if i == 0 or _is_latin(char)]
    return np.array(kept), [every[i] for i in kept]


def _is_latin(character: str) -> bool:
    return len(character) == 1 and (
        " " <= character <= "~" or "\u00a1" <= character <= "\u017f" or character in PUNCTUATION
    )
