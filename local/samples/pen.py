"""What a pen leaves on paper: handwritten text, ticks, a signature."""

from collections.abc import Iterator

import numpy as np

from local.samples.drawing import curve
from local.samples.pdf import Font, Ink, Path, Point, Text, text_width

BLUE: Ink = (28, 52, 140)
SIGNATURE: tuple[Point, ...] = (  # a scrawl that spells nothing, in a square of side one
    (0.00, 0.62), (0.05, 0.20), (0.10, 0.05), (0.12, 0.40), (0.07, 0.88), (0.03, 0.70),
    (0.14, 0.42), (0.20, 0.38), (0.21, 0.62), (0.26, 0.42), (0.30, 0.60), (0.34, 0.40),
    (0.37, 0.62), (0.43, 0.30), (0.47, 0.02), (0.45, 0.40), (0.44, 0.66), (0.50, 0.44),
    (0.55, 0.60), (0.60, 0.42), (0.63, 0.60), (0.68, 0.46), (0.70, 0.80), (0.66, 0.98),
    (0.62, 0.84), (0.76, 0.50), (0.86, 0.42), (1.00, 0.30),
)  # fmt: skip
FLOURISH: tuple[Point, ...] = ((0.12, 0.82), (0.45, 0.74), (0.92, 0.66))


def handwritten(
    x: float, y: float, text: str, rng: np.random.Generator, *, size: float = 12
) -> Iterator[Text]:
    """Write letter by letter, no two quite alike in height and place."""
    for character in text:
        drop, swell = rng.normal(0, 0.45), rng.normal(0, 0.3)
        letter = size + float(swell)
        yield Text(x, y + float(drop), character, size=letter, font=Font.SERIF_ITALIC, ink=BLUE)
        x += text_width(character, font=Font.SERIF_ITALIC, size=letter) + 0.5


def tick(x: float, y: float, side: float, rng: np.random.Generator) -> Path:
    """Tick the square whose top left corner is given."""
    points = np.array(((0.15, 0.5), (0.42, 0.9), (1.15, -0.2))) + rng.normal(0, 0.05, (3, 2))
    return Path([(x + side * a, y + side * b) for a, b in points], stroke=BLUE, width=1.5)


def signature(
    box: tuple[float, float, float, float], rng: np.random.Generator, *, ink: Ink = BLUE
) -> Iterator[Path]:
    """Sign in a box (left, top, width, height); every signer has a hand of their own."""
    left, top, width, height = box
    for stroke in (SIGNATURE, FLOURISH):
        points = np.array(stroke) + rng.normal(0, 0.035, (len(stroke), 2))
        yield curve([(left + width * a, top + height * b) for a, b in points], ink=ink)
