"""Workers get a picture of each page that they look at, whatever the document is made of."""

from __future__ import annotations

import io
from typing import Any

import PIL.Image
import pytest

from lambdas.pipeline.pictures import LONGEST_SIDE, save_pictures
from tests import documents
from tests.lambdas.world import World


def pictures(world: World, kind: str, content: bytes, pages: list[int]) -> dict[int, Any]:
    """The pictures that are made, by their page."""
    work = world.work(f"people/{kind}", profile="people", content=content, kind=kind)
    uris = save_pictures(work, pages, world.services)
    prefix = f"s3://results/results/{work.document.document_id}/"
    assert all(uri.startswith(prefix) for uri in uris.values())
    files = {page: world.result(work.document, uri[len(prefix) :]) for page, uri in uris.items()}
    return {page: PIL.Image.open(io.BytesIO(file)) for page, file in files.items()}


def image(kind: str, mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> bytes:
    file = io.BytesIO()
    PIL.Image.new(mode, size).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_an_image_that_browsers_show_stays_as_it_is(world: World, kind: str) -> None:
    [(page, picture)] = pictures(world, kind, image(kind), [1]).items()

    assert (page, picture.format, picture.size) == (1, kind, (60, 40))


@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
def test_the_pages_that_are_looked_at_are_drawn_and_no_others(world: World, kind: str) -> None:
    content = documents.pdf(4) if kind == "PDF" else documents.tiff(4)

    made = pictures(world, kind, content, [2, 4])

    assert list(made) == [2, 4]
    assert {picture.format for picture in made.values()} == {"JPEG"}


def test_a_page_of_a_pdf_is_drawn_large_enough_to_be_read_and_no_larger(world: World) -> None:
    [picture] = pictures(world, "PDF", documents.pdf(1), [1]).values()

    assert abs(max(picture.size) - LONGEST_SIDE) <= 1


def test_a_large_page_of_a_tiff_is_made_smaller(world: World) -> None:
    [picture] = pictures(world, "TIFF", image("TIFF", "L", (5000, 2500)), [1]).values()

    assert picture.size == (LONGEST_SIDE, LONGEST_SIDE // 2)


def test_pages_of_a_tiff_are_drawn_each_as_it_is(world: World) -> None:
    file = io.BytesIO()
    small, grey = PIL.Image.new("RGB", (30, 20)), PIL.Image.new("I;16", (8, 9), 0xC000)
    large = PIL.Image.new("L", (4000, 1000))
    large.save(file, "TIFF", save_all=True, append_images=[small, grey])

    made = pictures(world, "TIFF", file.getvalue(), [1, 2, 3])

    assert [picture.size for picture in made.values()] == [(2000, 500), (30, 20), (8, 9)]


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK", "I;16", "LA"])
def test_any_kind_of_colour_is_drawn(world: World, mode: str) -> None:
    [picture] = pictures(world, "TIFF", image("TIFF", mode), [1]).values()

    assert picture.mode == "RGB"


def test_sixteen_bits_of_grey_are_drawn_as_bright_as_they_are(world: World) -> None:
    file = io.BytesIO()
    PIL.Image.new("I;16", (8, 8), 0xC000).save(file, "TIFF")

    [picture] = pictures(world, "TIFF", file.getvalue(), [1]).values()

    assert abs(picture.getpixel((4, 4))[0] - 0xC0) <= 1


@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
def test_a_file_that_cannot_be_opened_is_told_of_once(
    world: World, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    assert pictures(world, kind, b"-", [1, 2, 3]) == {}

    assert [record.message for record in caplog.records] == ["no picture"]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("PDF", b"%PDF-1.7 no more"),
        ("PDF", documents.pdf(2)[:-500]),
        ("TIFF", b"II*\0" + b"\xff" * 100),
        ("TIFF", documents.tiff(2)[:60]),
        ("TIFF", b"-"),
    ],
    ids=["no PDF", "cut PDF", "no TIFF", "cut TIFF", "nothing"],
)
def test_a_page_that_cannot_be_drawn_is_left_without_a_picture(
    world: World, kind: str, content: bytes
) -> None:
    assert list(pictures(world, kind, content, [7, 8])) == []


def test_a_bomb_is_not_drawn(world: World) -> None:
    bomb = image("TIFF", "1", (9_000, 9_000))

    assert pictures(world, "TIFF", bomb, [1]) == {}
