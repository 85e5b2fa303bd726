"""What the console fetches of the stack, and what it keeps of it."""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from console.errors import CommandError
from console.review.documents import OPEN_DOCUMENTS, Reviews
from console.review.sheet import sheet
from lambdas.documents import Document
from tests.console.review.conftest import Office, form


def values(reviews: Reviews, document: Document) -> list[str]:
    with reviews.result(document.document_id) as result:
        return [field["value"] for field in sheet(result.head, result.contents(), [])["fields"]]


def fetched(office: Office) -> list[str]:
    """Return where the keys will be listed that S3 is asked for from now on."""
    keys: list[str] = []
    office.world.listeners["provide-client-params.s3.GetObject"] = lambda params, **_: keys.append(
        params["Key"]
    )
    return keys


def test_a_result_is_fetched_once_however_often_its_pages_are_asked_for(office: Office) -> None:
    document = office.receives(*form(3))
    reviews, keys = office.reviews(), fetched(office)

    for _ in range(3):
        assert values(reviews, document) == ["value 1", "value 2", "value 3"]

    assert keys == [f"results/{document.document_id}/document.json"]


def test_another_revision_is_fetched_anew(office: Office) -> None:
    document = office.receives(*form(1))
    reviews = office.reviews()
    before = office.world.result(document, "document.json")
    values(reviews, document)

    office.world.s3.put_object(
        Bucket="results",
        Key=f"results/{document.document_id}/document.json",
        Body=before.replace(b'"value 1"', b'"other 1"'),
    )

    assert values(reviews, document) == ["other 1"]


def test_no_more_results_are_kept_than_documents_are_open(office: Office) -> None:
    documents = [office.receives(*form(1), key=f"forms/{n}.png") for n in range(OPEN_DOCUMENTS + 1)]
    reviews, keys = office.reviews(), fetched(office)

    for document in (*documents, documents[0]):
        values(reviews, document)

    assert len(keys) == len(documents) + 1


def test_a_result_leaves_no_file_behind(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    document = office.receives(*form(1))

    with office.reviews().result(document.document_id):
        assert list(tmp_path.iterdir()) == []


def test_two_tabs_may_read_one_result_at_a_time(office: Office) -> None:
    document = office.receives(*form(200))
    reviews = office.reviews()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: values(reviews, document), range(8)))

    assert found == [[f"value {n}" for n in range(1, 201)]] * 8


def test_a_document_of_another_stack_is_not_known(office: Office) -> None:
    with pytest.raises(CommandError, match="no document"):
        office.reviews().one("0" * 32)
    with pytest.raises(ClientError, match="404"), office.reviews().result("0" * 32):
        pass


def test_what_is_no_result_is_said(office: Office) -> None:
    document = office.receives(*form(1))
    key = f"results/{document.document_id}/document.json"
    office.world.s3.put_object(Bucket="results", Key=key, Body=b"<html>")

    with pytest.raises(CommandError, match=r"document\.json"):
        values(office.reviews(), document)
