"""The content of a file: decompressed, and in UTF-8."""

from __future__ import annotations

import codecs
import gzip
import json
import sys
import zlib
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path
from typing import IO

from console.errors import CommandError

STANDARD_INPUT = Path("-")
GZIP = b"\x1f\x8b"
LONGEST = 2 << 30  # bytes: 3,000 pages of forms, as much as a job may have, are 1.8 GB
READ = 1 << 20  # bytes that are read at once
TIMES = 2  # so often something may be compressed: by who wrote it, and by who kept it


def content(file: Path, name: str) -> bytes:
    """Return what a file holds; raise CommandError, which calls it `name`, where that cannot be.

    Windows PowerShell writes a command's output as UTF-16.
    """
    try:
        with nullcontext(sys.stdin.buffer) if file == STANDARD_INPUT else file.open("rb") as opened:
            found = _all_of(opened, f"{name}: has more than {LONGEST:,} bytes")
        for _ in range(TIMES):
            if found.startswith(GZIP):
                packed = gzip.GzipFile(fileobj=BytesIO(found))
                found = _all_of(
                    packed, f"{name}: has more than {LONGEST:,} bytes when decompressed"
                )
    except EOFError as error:
        raise CommandError(
            f"{name}: cannot be decompressed: it ends in the middle; get it again"
        ) from error
    except (zlib.error, gzip.BadGzipFile) as error:
        raise CommandError(f"{name}: cannot be decompressed: {error}") from error
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}") from error
    encoding = json.detect_encoding(found[:4])  # with a byte order mark or without
    if not encoding.startswith("utf-8"):
        found = found.decode(encoding, "replace").encode()
    return found.removeprefix(codecs.BOM_UTF8)


def _all_of(file: IO[bytes] | gzip.GzipFile, too_long: str) -> bytes:
    """Return what a file holds; raise CommandError at more than LONGEST bytes."""
    found = BytesIO()
    while chunk := file.read(READ):
        found.write(chunk)
        if found.tell() > LONGEST:
            raise CommandError(too_long)
    return found.getvalue()
