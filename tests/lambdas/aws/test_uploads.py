"""Uploaded objects as files: only what is read is fetched, and only of the version announced."""

from __future__ import annotations

import io
import os
from typing import Any

import msgspec
import pytest
from pypdf import PdfWriter

from lambdas.documents import Document
from lambdas.errors import UnreadableDocument
from lambdas.pipeline.inspection import inspect
from tests import documents
from tests.lambdas.world import World

MB = 1024 * 1024


@pytest.fixture
def fetched(world: World) -> list[str]:
    """The ranges that are asked of S3."""
    ranges: list[str] = []

    def note(params: dict[str, Any], **_: object) -> None:
        ranges.append(params["headers"]["Range"])

    world.listeners["before-call.s3.GetObject"] = note
    return ranges


def test_an_object_reads_like_a_file(world: World) -> None:
    content = os.urandom(2 * MB + 100)
    document = world.upload("forms/a", content)

    file = world.services.uploads.open(document)

    assert file.read() == content
    assert file.seek(-50, io.SEEK_END) == len(content) - 50
    assert file.read(100) == content[-50:]
    assert file.seek(MB - 10) == MB - 10
    assert file.read(20) == content[MB - 10 : MB + 10]
    file.seek(10, io.SEEK_END)
    assert file.read() == b""


def test_what_the_uploader_said_comes_with_the_first_block(
    world: World, fetched: list[str]
) -> None:
    document = world.upload("forms/a", bytes(3 * MB), papertray_profile="text", Note="x")

    file = world.services.uploads.open(document)

    assert file.metadata == {"papertray-profile": "text", "note": "x"}
    assert file.read(10) == bytes(10)
    assert len(fetched) == 1


def test_an_empty_object_says_nothing(world: World) -> None:
    document = world.upload("forms/a", b"", papertray_profile="text")

    assert world.services.uploads.open(document).metadata == {}


def test_only_a_few_blocks_of_a_large_pdf_are_fetched(world: World, fetched: list[str]) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(documents.pdf(2)))
    writer.add_attachment("large", bytes(12 * MB))
    content = io.BytesIO()
    writer.write(content)
    document = world.upload("forms/a.pdf", content.getvalue())

    facts = inspect(world.services.uploads.open(document), document.size)

    assert facts.pages == 2
    assert len(fetched) <= 4
    assert all(_length(each) <= MB for each in fetched)


def test_a_picture_is_judged_by_its_first_block(world: World, fetched: list[str]) -> None:
    document = world.upload("forms/a.png", documents.png("Hello") + bytes(5 * MB))

    assert inspect(world.services.uploads.open(document), document.size).kind == "PNG"
    assert fetched == [f"bytes=0-{MB - 1}"]


def test_an_empty_object_is_not_asked_for(world: World, fetched: list[str]) -> None:
    document = world.upload("forms/empty", b"")

    assert world.services.uploads.open(document).read() == b""
    assert fetched == []


def test_an_older_version_can_still_be_read(world: World) -> None:
    first = world.upload("forms/a", b"first")
    world.upload("forms/a", b"second")

    assert world.services.uploads.open(first).read() == b"first"


def test_a_deleted_version_is_told(world: World) -> None:
    document = world.upload("forms/a", b"first")
    world.s3.delete_object(Bucket="uploads", Key=document.key, VersionId=document.version_id)

    with pytest.raises(UnreadableDocument, match="was deleted"):
        world.services.uploads.open(document).read()


def test_without_versions_a_deleted_or_overwritten_object_is_told(world: World) -> None:
    world.s3.create_bucket(Bucket="plain")
    first = world.upload("a", b"first", bucket="plain")
    file = world.services.uploads.open(first)
    world.upload("a", b"other", bucket="plain")

    with pytest.raises(UnreadableDocument, match="was overwritten"):
        file.read()

    world.s3.delete_object(Bucket="plain", Key="a")
    with pytest.raises(UnreadableDocument, match="was deleted"):
        file.read()


def test_a_bucket_that_is_gone_is_no_fault_of_the_document(world: World) -> None:
    document: Document = world.upload("forms/a", b"first")
    elsewhere = msgspec.structs.replace(document, bucket="nowhere", version_id=None)

    with pytest.raises(Exception, match="NoSuchBucket"):
        world.services.uploads.open(elsewhere).read()


def _length(asked: str) -> int:
    first, last = asked.removeprefix("bytes=").split("-")
    return int(last) - int(first) + 1
