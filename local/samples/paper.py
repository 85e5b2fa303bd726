"""From a drawn page to a picture of it: rendered, scanned, or photographed on a table."""

from collections.abc import Sequence
from io import BytesIO

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image

from local.samples.pdf import Page, Point, write

Pixels = NDArray[np.uint8]  # rows, columns, red-green-blue
Light = NDArray[np.float32]  # rows, columns; 1 leaves a pixel as it is

POINTS_PER_INCH = 72
BLACK_BELOW = 150  # grey value that a black and white scan takes for ink


def render(pdf: bytes, *, dpi: float) -> list[Pixels]:
    """Return each page of a PDF as a picture."""
    with pdfium.PdfDocument(pdf) as document:
        pages = (page.render(scale=dpi / POINTS_PER_INCH, rev_byteorder=True) for page in document)
        return [np.array(page.to_numpy()) for page in pages]


def picture(page: Page, *, dpi: float) -> Pixels:
    """Return one drawn page as a clean picture."""
    return render(write([page], title=""), dpi=dpi)[0]


def scan(
    pixels: Pixels,
    rng: np.random.Generator,
    *,
    degrees: float = 0,
    blur: float = 0.6,
    noise: float = 6,
    specks: int = 0,
    uneven: float = 0.0,
) -> Pixels:
    """Make a clean page look scanned: fed askew, a little soft, grainy, dusty, unevenly lit.

    `blur` is in pixels, `noise` in grey levels, `uneven` the part of the light lost at worst.
    """
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    askew = cv2.warpAffine(
        pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    for x, y, radius in zip(
        rng.integers(0, width, specks),
        rng.integers(0, height, specks),
        rng.integers(1, 3, specks),
        strict=True,
    ):
        cv2.circle(askew, (int(x), int(y)), int(radius), (90, 90, 90), -1, cv2.LINE_AA)
    soft = cv2.GaussianBlur(askew, (0, 0), blur)
    light = 1 - uneven * clouds(rng, (height, width), grid=(3, 2))
    return exposed(np.asarray(soft, np.uint8), light, rng, noise=noise)


def photo(
    paper: Pixels,
    rng: np.random.Generator,
    *,
    size: tuple[int, int],
    corners: Sequence[Point],
    ground: Pixels,
) -> Pixels:
    """Photograph a paper that lies on a ground, its corners (clockwise from top left) at pixels.

    The light falls from the upper left; the hand that holds the phone throws a soft shadow.
    """
    width, height = size
    laid = _laid(creased(paper, rng), corners, size)
    mask = _laid(np.full_like(paper, 255), corners, size)[..., :1] / np.float32(255)
    cast = cv2.GaussianBlur(np.roll(mask[..., 0], (14, 18), (0, 1)), (0, 0), 14)
    scene = ground * (1 - 0.55 * cast[..., None]) * (1 - mask) + laid * mask
    soft = cv2.GaussianBlur(np.clip(scene, 0, 255).astype(np.uint8), (0, 0), 0.9)
    return exposed(
        np.asarray(soft, np.uint8), _lamp(width, height) * _hand(width, height), rng, noise=4
    )


def _laid(pixels: Pixels, corners: Sequence[Point], size: tuple[int, int]) -> Pixels:
    height, width = pixels.shape[:2]
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    view = cv2.getPerspectiveTransform(flat, np.array(corners, np.float32))
    return np.asarray(cv2.warpPerspective(pixels, view, size, flags=cv2.INTER_AREA), np.uint8)


def creased(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Give thermal paper its waves, and two folds."""
    height, width = pixels.shape[:2]
    light = 1 - 0.10 * clouds(rng, (height, width), grid=(9, 4))
    rows = np.arange(height, dtype=np.float32)[:, None]
    for fold in (0.36, 0.69):
        distance = (rows - fold * height) / 26
        light -= 0.11 * distance * np.exp(-(distance**2))
    return exposed(pixels, light, rng, noise=3)


def wood(rng: np.random.Generator, *, size: tuple[int, int]) -> Pixels:
    """Return a wooden table top, its grain along the width."""
    width, height = size
    broad = clouds(rng, (height, width), grid=(18, 2))
    grain = clouds(rng, (height, width), grid=(260, 5))
    tone = 0.72 + 0.22 * broad + 0.16 * grain
    boards = np.abs((np.arange(height) % 420) - 210) > 207
    tone[boards] *= 0.55
    return np.asarray(np.clip(tone[..., None] * np.array((139, 94, 60)), 0, 255), np.uint8)


def clouds(rng: np.random.Generator, shape: tuple[int, int], *, grid: tuple[int, int]) -> Light:
    """Return smooth noise between 0 and 1, with about `grid` hills down and across."""
    hills = rng.random(grid, dtype=np.float32)
    smooth = cv2.resize(hills, shape[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(smooth, 0, 1), np.float32)


def exposed(pixels: Pixels, light: Light, rng: np.random.Generator, *, noise: float) -> Pixels:
    """Light a picture and add the sensor's grain, `noise` grey levels strong."""
    grain = rng.normal(0, noise, pixels.shape[:2])[..., None]
    return np.clip(pixels * light[..., None] + grain, 0, 255).astype(np.uint8)


def _lamp(width: int, height: int) -> Light:
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    away = np.hypot(x / width - 0.35, y / height - 0.3)
    return np.asarray(1.08 - 0.34 * away, np.float32)


def _hand(width: int, height: int) -> Light:
    shadow = np.zeros((height, width), np.float32)
    outline = [(0.62, 1.0), (0.70, 0.80), (0.83, 0.70), (1.0, 0.64), (1.0, 1.0)]
    points = np.array([(x * width, y * height) for x, y in outline], np.int32)
    cv2.fillPoly(shadow, [points], (1.0,))
    return np.asarray(1 - 0.30 * cv2.GaussianBlur(shadow, (0, 0), 45), np.float32)


def grey_png(pixels: Pixels, *, dpi: int, levels: int) -> bytes:
    """Encode in shades of grey; few levels keep a grainy scan small."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    step = 255 / (levels - 1)
    coarse = (np.round(grey / step) * step).round().astype(np.uint8)
    return _encoded(Image.fromarray(coarse), "PNG", dpi=(dpi, dpi), optimize=True)


def palette_png(pixels: Pixels, *, dpi: int, colors: int) -> bytes:
    """Encode with a palette spread over the colors of the picture: a rare red stays red."""
    few = Image.fromarray(pixels).quantize(
        colors, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
    )
    return _encoded(few, "PNG", dpi=(dpi, dpi), optimize=True)


def jpeg(pixels: Pixels, *, quality: int) -> bytes:
    """Encode as a phone does."""
    return _encoded(Image.fromarray(pixels), "JPEG", quality=quality, optimize=True)


def fax_tiff(pages: Sequence[Pixels], *, dpi: int) -> bytes:
    """Encode pages in black and white, CCITT Group 4, one file."""
    first, *others = (
        Image.fromarray(page)
        .convert("L")
        .point(lambda grey: 255 * (grey > BLACK_BELOW))
        .convert("1")
        for page in pages
    )
    return _encoded(
        first, "TIFF", save_all=True, append_images=others, compression="group4", dpi=(dpi, dpi)
    )


def _encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
