"""The documents that other tests use are what they are called."""

from io import BytesIO

import pytest
from PIL import Image
from pypdf import PasswordType, PdfReader
from pypdf.errors import PdfReadError

from tests import documents


def test_a_pdf_has_as_many_numbered_pages_as_asked_for() -> None:
    pages = PdfReader(BytesIO(documents.pdf(3))).pages

    assert [page.extract_text() for page in pages] == ["Page 1", "Page 2", "Page 3"]


def test_an_encrypted_pdf_opens_with_its_password_only() -> None:
    reader = PdfReader(BytesIO(documents.encrypted_pdf("secret")))

    assert reader.is_encrypted
    assert reader.decrypt("guess") == PasswordType.NOT_DECRYPTED
    assert reader.decrypt("secret") == PasswordType.USER_PASSWORD
    assert reader.pages[0].extract_text() == "Hello, paper"


def test_a_tiff_has_as_many_pages_as_asked_for() -> None:
    with Image.open(BytesIO(documents.tiff(4))) as image:
        assert getattr(image, "n_frames", 1) == 4


def test_pictures_are_of_their_kind() -> None:
    assert Image.open(BytesIO(documents.png("Hello"))).format == "PNG"
    assert Image.open(BytesIO(documents.jpeg("Hello"))).format == "JPEG"


def test_a_truncated_jpeg_opens_but_cannot_be_decoded() -> None:
    with Image.open(BytesIO(documents.truncated_jpeg())) as image:
        assert image.size == documents.PICTURE
        with pytest.raises(OSError, match="truncated"):
            image.load()


def test_text_that_is_called_a_pdf_is_none() -> None:
    with pytest.raises(PdfReadError):
        PdfReader(BytesIO(documents.text_called_pdf()), strict=True)
