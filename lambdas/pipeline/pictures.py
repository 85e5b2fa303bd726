"""Pictures of a document's pages, for workers who see nothing else of it.

The document is hostile: sizes are bounded before anything is drawn, and a page that cannot be drawn
is left without a picture.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

from lambdas.documents import Work
from lambdas.observability import log
from lambdas.services import Services

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_SIDE = 2_000  # pixels of a picture: small print can be read, and 30 load within seconds
MAX_PIXELS = 50_000_000  # of a TIFF's page as it is: 200 MB at four bytes each
JPEG_QUALITY = 80

Draw = Callable[[int], "Image"]  # the picture of a page
SUFFIXES = {"JPEG": "jpg", "PNG": "png"}


def save_pictures(work: Work, pages: Iterable[int], services: Services) -> dict[int, str]:
    """Keep the pictures of `pages`; return the S3 URI of each that could be made."""
    document_id = work.document.document_id
    images = {}
    for page, suffix, picture in _pictures(work, pages, services):
        images[page] = services.results.save_picture(document_id, f"{page}.{suffix}", picture)
    return images


def _pictures(
    work: Work, pages: Iterable[int], services: Services
) -> Iterator[tuple[int, str, bytes]]:
    """Yield page, file's suffix and picture; an image that browsers show is a picture already.

    The file is opened once for all pages.
    """
    with services.uploads.open(work.document) as file:
        if work.kind in SUFFIXES:
            yield 1, SUFFIXES[work.kind], file.read()
            return
        opened = _pages_of_pdf if work.kind == "PDF" else _pages_of_tiff
        try:
            with opened(file) as draw:
                yield from _drawn(draw, pages, work)
        except Exception as error:  # noqa: BLE001  (whatever a hostile file makes of a decoder)
            _warn(work, error)


def _drawn(draw: Draw, pages: Iterable[int], work: Work) -> Iterator[tuple[int, str, bytes]]:
    for page in pages:
        try:
            picture = _jpeg(draw(page))
        except Exception as error:  # noqa: BLE001  (the same of a page)
            _warn(work, error)
        else:
            yield page, "jpg", picture


def _warn(work: Work, error: Exception) -> None:
    kind = type(error).__name__
    log.warning("no picture", document_id=work.document.document_id, error=kind)


@contextmanager
def _pages_of_pdf(file: BinaryIO) -> Iterator[Draw]:
    import pypdfium2  # noqa: PLC0415  (slow to import; only pictures need it)

    document = pypdfium2.PdfDocument(file)

    def draw(page: int) -> Image:
        drawn = document[page - 1]
        try:
            scale = LONGEST_SIDE / max(drawn.get_size())
            return drawn.render(scale=scale).to_pil()  # type: ignore[no-any-return]
        finally:
            drawn.close()

    try:
        yield draw
    finally:
        document.close()


@contextmanager
def _pages_of_tiff(file: BinaryIO) -> Iterator[Draw]:
    import PIL.Image  # noqa: PLC0415  (slow to import; only pictures need it)

    with PIL.Image.open(file, formats=["TIFF"]) as image:

        def draw(page: int) -> Image:
            image.seek(page - 1)
            if image.width * image.height > MAX_PIXELS:
                raise ValueError("more pixels than are drawn")
            return _eight_bits(image)

        yield draw


def _eight_bits(image: Any) -> Image:  # noqa: ANN401  (Pillow has no type for a file that is open)
    """Return an image of 16 bits a pixel, which JPEG does not know, as one of 8."""
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256)
        return image.convert("L")  # type: ignore[no-any-return]
    return image  # type: ignore[no-any-return]


def _jpeg(image: Image) -> bytes:
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    file = io.BytesIO()
    image.convert("RGB").save(file, "JPEG", quality=JPEG_QUALITY)
    return file.getvalue()
