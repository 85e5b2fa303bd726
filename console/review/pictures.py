"""Pages as pictures, drawn on the operator's own machine, in processes that may be stopped."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image

from console.errors import CommandError
from local.textract.engine import images, pdf
from local.textract.engine.decoding import Source, decode
from local.textract.engine.errors import UnreadableDocument

LONGEST_SIDE = 2_000  # px: small print is legible at twice the size of a screen
QUALITY = 85  # of JPEG: 200 to 500 KB a page
KEPT = 32  # pictures in memory


class Pictures:
    """The pages of one document as JPEG files."""

    def __init__(self, data: bytes, kind: str) -> None:
        self._source = Source(data)
        self._kind = kind
        self._page = lru_cache(maxsize=KEPT)(self._drawn)

    def page(self, number: int) -> bytes:
        """Return page `number`, from 1; raise CommandError where it cannot be drawn."""
        return self._page(number)

    def _drawn(self, number: int) -> bytes:
        try:
            return decode(jpeg, self._source, self._kind, number)
        except UnreadableDocument as error:
            raise CommandError(f"page {number} cannot be drawn: {error}") from error
        except IndexError as error:
            raise CommandError(f"there is no page {number}") from error


def jpeg(data: bytes, kind: str, page: int) -> bytes:
    """Draw a page of a document as a JPEG file, upright, on white."""
    pixels = pdf.picture(data, page) if kind == "PDF" else images.picture(data, kind, page)
    image = Image.fromarray(pixels[:, :, ::-1])
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()
