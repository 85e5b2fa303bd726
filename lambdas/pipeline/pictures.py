"""Pictures of a document's pages, for workers who see nothing else of it.

The document is hostile: sizes are bounded before anything is drawn, and a page that cannot be drawn
is left without a picture.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from lambdas.documents import Work
from lambdas.observability import log
from lambdas.services import Services

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_SIDE = 2_000  # pixels of a picture: small print can be read, and 30 load within seconds
MAX_PIXELS = 50_000_000  # of a TIFF's page as it is: 200 MB at four bytes each
JPEG_QUALITY = 80

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
    """Yield page, file's suffix and picture; an image that browsers show is a picture already."""
    with services.uploads.open(work.document) as file:
        if work.kind in SUFFIXES:
            yield 1, SUFFIXES[work.kind], file.read()
            return
        draw = _page_of_pdf if work.kind == "PDF" else _page_of_tiff
        for page in pages:
            try:
                picture = _jpeg(draw(file, page))
            except Exception as error:  # noqa: BLE001  (whatever a hostile page makes of a decoder)
                kind = type(error).__name__
                log.warning("no picture", document_id=work.document.document_id, error=kind)
                continue
            yield page, "jpg", picture


def _page_of_pdf(file: BinaryIO, page: int) -> Image:
    import pypdfium2  # noqa: PLC0415  (slow to import; only pictures need it)

    file.seek(0)
    document = pypdfium2.PdfDocument(file)
    try:
        drawn = document[page - 1]
        scale = LONGEST_SIDE / max(drawn.get_size())
        image: Image = drawn.render(scale=scale).to_pil()
    finally:
        document.close()
    return image


def _page_of_tiff(file: BinaryIO, page: int) -> Image:
    import PIL.Image  # noqa: PLC0415  (slow to import; only pictures need it)

    file.seek(0)
    image: Any = PIL.Image.open(file, formats=["TIFF"])
    image.seek(page - 1)
    if image.width * image.height > MAX_PIXELS:
        raise ValueError("more pixels than are drawn")
    return _eight_bits(image)


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
