"""JPEG, PNG and TIFF bytes to pictures, with limits before any pixel is decoded."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from PIL import Image, ImageOps

from local.textract.engine.errors import BAD, TOO_LARGE, UNSUPPORTED, UnreadableDocument
from local.textract.engine.geometry import Picture

MAX_SIDE = 10_000  # px; Textract quota: images
WORKING_SIDE = 3_500  # px: no page needs more to be read, and its picture stays below 40 MB
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


def frame_count(data: bytes, kind: str) -> int:
    """Count the pictures in the file and decode the first, so that a broken file is told early."""
    with _opened(data, kind) as image:
        count = int(getattr(image, "n_frames", 1))
        _check_side(image)
        image.load()
    return count


def picture(data: bytes, kind: str, page: int) -> Picture:
    """Decode one page: upright by EXIF, on white paper, 8 bits BGR, at most WORKING_SIDE."""
    with _opened(data, kind) as image:
        if page > 1:
            image.seek(page - 1)
        _check_side(image)
        image.load()
        plain = _scalable(_eight_bits(image))
        if max(plain.size) > WORKING_SIDE:
            plain.thumbnail((WORKING_SIDE, WORKING_SIDE), Image.Resampling.BOX)
        flat = _on_white(ImageOps.exif_transpose(plain))
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


def _eight_bits(image: Image.Image) -> Image.Image:
    """Scale deep pictures by their own range; Pillow's own conversion would clip them to white."""
    if image.mode not in WIDE_MODES:
        return image
    deep = np.nan_to_num(np.asarray(image, dtype=np.float32))
    low, high = float(deep.min()), max(float(deep.max()), 1.0)
    high = 65535.0 if image.mode.startswith("I") and 255 < high <= 65535 else high
    scaled = (deep - min(low, 0.0)) * (255 / (high - min(low, 0.0)))
    return Image.fromarray(scaled.astype(np.uint8))


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
