"""Tiny documents for tests, made in memory: whole ones, locked ones, broken ones."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter

from local.samples.pdf import Font, Page, Text, write

PAGE = (300.0, 200.0)  # points
PICTURE = (600, 200)  # pixels


def one_page_pdf(text: str = "Hello, paper") -> bytes:
    """Return a PDF with a text layer of one line."""
    return write([_page(text)], title="One page")


def pdf(pages: int) -> bytes:
    """Return a PDF whose pages say `Page 1`, `Page 2` and so on."""
    return write([_page(f"Page {number}") for number in range(1, pages + 1)], title="Pages")


def encrypted_pdf(password: str) -> bytes:
    """Return a one-page PDF that opens with this password; with "" it opens without one."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(one_page_pdf())))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def png(text: str) -> bytes:
    """Return a picture of one line of text."""
    return _saved(_picture(text), "PNG")


def jpeg(text: str) -> bytes:
    """Return a picture of one line of text."""
    return _saved(_picture(text), "JPEG")


def truncated_jpeg() -> bytes:
    """Return a JPEG whose upload broke off: its header is whole, half of its data is missing."""
    whole = jpeg("Broken off")
    return whole[: len(whole) // 2]


def tiff(pages: int) -> bytes:
    """Return a black and white TIFF whose pages say `Page 1`, `Page 2` and so on."""
    first, *others = (_picture(f"Page {number}").convert("1") for number in range(1, pages + 1))
    return _saved(first, "TIFF", save_all=True, append_images=others, compression="group4")


def text_called_pdf() -> bytes:
    """Return plain text, for an upload whose name says that it is a PDF."""
    return b"This is no PDF, whatever its name says.\n"


def _page(text: str) -> Page:
    return Page(shapes=[Text(30, 60, text, size=18, font=Font.REGULAR)], size=PAGE)


def _picture(text: str) -> Image.Image:
    picture = Image.new("L", PICTURE, 255)
    font = ImageFont.load_default(48)
    ImageDraw.Draw(picture).text((40, 60), text, fill=0, font=font)
    return picture


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
