"""JPEG, PNG and TIFF bytes to pictures, with limits before any pixel is decoded."""

from __future__ import annotations

import io
import math
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

import numpy as np
from PIL import Image, ImageOps

from local.textract.engine.errors import BAD, TOO_LARGE, UNSUPPORTED, UnreadableDocument
from local.textract.engine.geometry import Picture

MAX_SIDE = 10_000  # px; Textract quota: images
WORKING_SIDE = 3_500  # px: no page needs more to be read, and its picture stays below 40 MB
STRIP = 256  # px of the working picture's height
MAX_FRAMES = 3_000  # Textract quota: pages of asynchronous operations
WIDE_MODES = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")  # more than 8 bits a channel

# What Pillow's decoders raise on hostile bytes, beside OSError.
_DECODER_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    MemoryError,
    RuntimeError,
    struct.error,
    zlib.error,
)

# Pillow then refuses larger pictures by itself, even where we do not look.
Image.MAX_IMAGE_PIXELS = MAX_SIDE * MAX_SIDE


def page_count(data: bytes, kind: str) -> int:
    """Count the pages and decode the first, so that a broken file is told early.

    Only a TIFF has pages: an animated PNG and a telephone's JPEG hold more pictures of one page.
    """
    if kind == "TIFF":
        with _opened(data, kind) as image:
            count = _frame_count(image)
    else:
        count = 1
    picture(data, kind, 1)
    return count


@lru_cache(maxsize=1)  # whoever opens a document reads its first page next
def picture(data: bytes, kind: str, page: int) -> Picture:
    """Decode one page: upright by EXIF, on white paper, 8 bits BGR, at most WORKING_SIDE."""
    with _opened(data, kind) as image:
        if page > 1:
            image.seek(page - 1)
        _check_side(image)
        image.draft("RGB", (WORKING_SIDE, WORKING_SIDE))  # a large JPEG is decoded to half its size
        image.load()
        flat = ImageOps.exif_transpose(_flat(image))
        return np.ascontiguousarray(np.asarray(flat, dtype=np.uint8)[:, :, ::-1])


def part(data: bytes, kind: str, pages: Sequence[int]) -> bytes:
    """Return a file of these pictures."""
    with _opened(data, kind) as image:
        frames = []
        for page in pages:
            image.seek(page - 1)
            _check_side(image)
            frames.append(image.copy())
        written = io.BytesIO()
        frames[0].save(written, kind, save_all=True, append_images=frames[1:])
    return written.getvalue()


@contextmanager
def _opened(data: bytes, kind: str) -> Iterator[Image.Image]:
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as image:
            yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadableDocument(TOO_LARGE, f"{kind} document: {error}") from error
    except _DECODER_ERRORS as error:
        raise UnreadableDocument(BAD, f"{kind} document cannot be decoded: {error}") from error


def _check_side(image: Image.Image) -> None:
    if max(image.size) > MAX_SIDE:
        message = f"Image of {image.width} x {image.height} pixels: at most {MAX_SIDE} a side"
        raise UnreadableDocument(TOO_LARGE, message)
    if min(image.size) < 1:
        raise UnreadableDocument(UNSUPPORTED, "Image without pixels")


def _frame_count(image: Image.Image) -> int:
    """Step through the file, no further than needed: counting millions of pages takes hours."""
    for frame in range(MAX_FRAMES + 1):
        try:
            image.seek(frame)
        except EOFError:
            return frame
    raise UnreadableDocument(TOO_LARGE, f"TIFF document: at most {MAX_FRAMES} pages are read")


def _flat(image: Image.Image) -> Image.Image:
    """Shrink to WORKING_SIDE, 8 bits a channel, on white; in strips, as one may take 400 MB."""
    shrink = max(max(image.size) / WORKING_SIDE, 1.0)
    width, height = (max(round(side / shrink), 1) for side in image.size)
    flat = Image.new("RGB", (width, height))
    flat.info = {key: value for key, value in image.info.items() if key == "exif"}
    darkest, lightest = _range(image) if image.mode in WIDE_MODES else (0.0, 0.0)
    for top in range(0, height, STRIP):
        bottom = min(top + STRIP, height)
        first, last = top * image.height / height, bottom * image.height / height
        rows = (0, int(first), image.width, min(math.ceil(last), image.height))
        strip = image.crop(rows)
        if image.mode in WIDE_MODES:
            strip = _eight_bits(strip, darkest, lightest)
        part_of_strip = (0, first - rows[1], image.width, last - rows[1])
        size = (width, bottom - top)
        small = _scalable(strip).resize(size, Image.Resampling.BOX, box=part_of_strip)
        flat.paste(_on_white(small), (0, top))
    return flat


def _range(image: Image.Image) -> tuple[float, float]:
    """The values of black and white; whole numbers above 8 bits are taken for 16."""
    low, high = (float(np.nan_to_num(each)) for each in image.getextrema())
    high = max(high, 1.0)
    return min(low, 0.0), 65535.0 if image.mode.startswith("I") and 255 < high <= 65535 else high


def _eight_bits(image: Image.Image, low: float, high: float) -> Image.Image:
    """Scale deep pictures by their own range; Pillow's own conversion would clip them to white."""
    deep = np.nan_to_num(np.asarray(image, dtype=np.float32))
    return Image.fromarray(np.clip((deep - low) * (255 / (high - low)), 0, 255).astype(np.uint8))


def _scalable(image: Image.Image) -> Image.Image:
    """Modes that Pillow shrinks by dropping pixels become ones that it averages."""
    if image.mode == "1":
        return image.convert("L")
    if image.mode in ("P", "PA"):
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def _on_white(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB")
    return image.convert("RGB")
