"""The real stack, deployed once into one local AWS, for all journeys of a document."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from console.documents import Outcome, Submitted, Tray
from console.stack import Deployed
from lambdas.documents import Document
from local.stack import LocalStack, local_stack

WITHIN = 180.0  # seconds; a busy machine reads a page in ten


class Desk:
    """Where tests put documents in, and see what becomes of them."""

    def __init__(self, local: LocalStack, folder: Path) -> None:
        self.local = local
        self.deployed = Deployed.of(local.outputs)
        self.tray = Tray(self.deployed, local.aws.client)
        self.folder = folder

    def read(self, contents: dict[str, bytes], **metadata: str) -> dict[str, Outcome]:
        """Put in documents by their key, all with `papertray_profile` and the like for metadata;
        return their outcomes by key, with results fetched."""
        keys = {self.folder / f"{number}": key for number, key in enumerate(contents)}
        submitted = []
        for path, key in keys.items():
            path.write_bytes(contents[key])
            submitted.append(self._submit(path, key, metadata))
        outcomes = {}
        for outcome in self.tray.outcomes(submitted, within=WITHIN):
            self.tray.fetch(outcome.submitted)
            outcomes[keys[outcome.submitted.path]] = outcome
        return outcomes

    def _submit(self, path: Path, key: str, metadata: dict[str, str]) -> Submitted:
        folder = self.folder / "out" / path.name
        if not metadata:
            return self.tray.submit(path, key, folder)
        content, bucket = path.read_bytes(), self.deployed.uploads_bucket
        own = {name.replace("_", "-"): value for name, value in metadata.items()}
        put = self.local.aws.client("s3").put_object(
            Bucket=bucket, Key=key, Body=content, Metadata=own
        )
        document = Document(
            bucket=bucket,
            key=key,
            version_id=put["VersionId"],
            etag=put["ETag"].strip('"'),
            size=len(content),
        )
        return Submitted(
            path=path, document_id=document.document_id, folder=folder, at=time.monotonic()
        )

    def dead_letters(self) -> dict[str, int]:
        """Return the number of messages in each dead-letter queue."""
        sqs = self.local.aws.client("sqs")
        urls = [url for url in sqs.list_queues()["QueueUrls"] if "dlq" in url.lower()]
        name = "ApproximateNumberOfMessages"
        return {
            url: int(
                sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name]
            )
            for url in urls
        }


@pytest.fixture(scope="session")
def local() -> Iterator[LocalStack]:
    with local_stack(progress=lambda _: None) as stack:
        yield stack


@pytest.fixture
def desk(local: LocalStack, tmp_path: Path) -> Desk:
    return Desk(local, tmp_path)


def until(condition: Callable[[], object], *, wanted: str) -> None:
    deadline = time.monotonic() + WITHIN
    while not condition():
        assert time.monotonic() < deadline, f"not within {WITHIN:.0f} s: {wanted}"
        time.sleep(0.1)


def without_nulls(value: Any) -> Any:  # noqa: ANN401  (Textractor too strips OutputConfig's nulls)
    if isinstance(value, dict):
        return {name: without_nulls(each) for name, each in value.items() if each is not None}
    if isinstance(value, list):
        return [without_nulls(each) for each in value]
    return value
