"""Small documents made in the test: drawn pages, and a PDF written by hand."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

PAGE = (1000, 1300)  # px


class Sheet:
    """A white page to draw on."""

    def __init__(self, size: tuple[int, int] = PAGE) -> None:
        self.image = Image.new("RGB", size, "white")
        self.draw = ImageDraw.Draw(self.image)

    def text(self, x: int, y: int, text: str, *, size: int = 26, fill: str = "black") -> Sheet:
        self.draw.text((x, y), text, fill=fill, font=ImageFont.load_default(size))
        return self

    def line(self, *points: tuple[int, int]) -> Sheet:
        self.draw.line(points, fill="black", width=2)
        return self

    def box(self, x: int, y: int, side: int = 26, *, marked: bool = False) -> Sheet:
        self.draw.rectangle((x, y, x + side, y + side), outline="black", width=2)
        if marked:
            self.draw.line((x + 4, y + 4, x + side - 4, y + side - 4), fill="black", width=3)
            self.draw.line((x + 4, y + side - 4, x + side - 4, y + 4), fill="black", width=3)
        return self

    def grid(self, xs: Sequence[int], ys: Sequence[int]) -> Sheet:
        for x in xs:
            self.line((x, ys[0]), (x, ys[-1]))
        for y in ys:
            self.line((xs[0], y), (xs[-1], y))
        return self

    def bytes(self, kind: str = "PNG") -> bytes:
        return saved(self.image, kind)


def saved(image: Image.Image, kind: str, *others: Image.Image) -> bytes:
    data = io.BytesIO()
    if others:
        image.save(data, kind, save_all=True, append_images=others)
    else:
        image.save(data, kind)
    return data.getvalue()


def pdf(*pages: str, size: tuple[int, int] = (612, 792), extra: str = "") -> bytes:
    """A PDF whose pages have these content streams, with Helvetica as /F."""
    numbers = [4 + 2 * index for index in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R {extra} >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    for number, content in zip(numbers, pages, strict=True):
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {number + 1} 0 R >>"
        )
        objects[number + 1] = f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"
    return _written(objects)


def _written(objects: dict[int, str]) -> bytes:
    data, offsets = b"%PDF-1.4\n", []
    for number, body in sorted(objects.items()):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    count = len(objects) + 1
    tail = (
        f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\n"
    )
    return data + f"{tail}startxref\n{len(data)}\n%%EOF\n".encode()


def shown(x: int, y: int, text: str, size: int = 12) -> str:
    """PDF operators that show a text; y counts from the bottom."""
    return f"BT /F {size} Tf {x} {y} Td ({text}) Tj ET\n"
