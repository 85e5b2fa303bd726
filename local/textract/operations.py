"""What each operation of the local Textract does."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.textract import storage, validation
from local.textract.counts import Counts
from local.textract.errors import (
    DocumentTooLargeException,
    TextractError,
    UnknownOperationException,
    UnsupportedDocumentException,
)
from local.textract.identity import Identity
from local.textract.jobs import OPEN_JOBS, Jobs
from local.textract.queries import asked_on
from local.textract.recognition import Engine, Recognition
from local.textract.requests import (
    MEGABYTE,
    S3Object,
    analysis,
    check_single_page,
    document,
    start_request,
)
from local.textract.results import (
    BLOCKS_PER_PAGE,
    MODEL_VERSION,
    MODEL_VERSION_MEMBER,
    results_page,
)
from local.textract.runner import ASYNC_MAX_BYTES, Runner, prepare_output

SYNC_MAX_OBJECT_BYTES = 10 * MEGABYTE  # Textract quota: synchronous operations
STARTED_BY = {
    "GetDocumentTextDetection": "StartDocumentTextDetection",
    "GetDocumentAnalysis": "StartDocumentAnalysis",
}


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of an operation, its parameters valid by Textract's model."""

    operation: str
    parameters: dict[str, Any]
    caller: Identity
    channel: Identity


class Textract:
    """The service: its operations and what they share."""

    def __init__(
        self,
        *,
        load_engine: Callable[[], Engine],
        directory: Path,
        clock: Callable[[], float] = time.time,
        max_open_jobs: int = OPEN_JOBS,
    ) -> None:
        self.counts = Counts()
        self._recognition = Recognition(load_engine)
        self._jobs = Jobs(directory=directory, clock=clock, max_open=max_open_jobs)
        self._runner = Runner(self._recognition, counts=self.counts, clock=clock)
        self._operations: dict[str, Callable[[Call], dict[str, Any]]] = {
            "DetectDocumentText": self._read,
            "AnalyzeDocument": self._read,
            "StartDocumentTextDetection": self._start,
            "StartDocumentAnalysis": self._start,
            "GetDocumentTextDetection": self._get,
            "GetDocumentAnalysis": self._get,
        }

    def warm_up(self) -> None:
        self._recognition.warm_up()

    def close(self) -> None:
        """Stop after the pages at hand."""
        self._runner.close()
        self._recognition.close()

    def answer(
        self, operation: str, body: bytes, *, caller: Identity, channel: Identity
    ) -> dict[str, Any]:
        """Return an operation's response, or raise the TextractError that is its answer."""
        act = self._operations.get(operation)
        if act is None:
            raise _not_offered(operation)
        self.counts.called(operation)
        parameters = validation.parameters(operation, body)
        return act(Call(operation=operation, parameters=parameters, caller=caller, channel=channel))

    def _read(self, call: Call) -> dict[str, Any]:
        source, asked = document(call.parameters), analysis(call.parameters)
        check_single_page(asked)
        opened = self._recognition.open(_bytes(source, call.caller))
        if opened.page_count > 1:
            raise UnsupportedDocumentException(detail=f"{opened.page_count} pages; one at most")
        queries = asked_on(1, asked.queries)
        blocks = self._recognition.read_page(opened, 1, asked=asked, queries=queries)
        self.counts.paid(call.operation, 1)
        return {
            "DocumentMetadata": {"Pages": 1},
            "Blocks": blocks,
            MODEL_VERSION_MEMBER[call.operation]: MODEL_VERSION,
        }

    def _start(self, call: Call) -> dict[str, Any]:
        request = start_request(call.operation, call.parameters)
        if job := self._jobs.started_with(request, region=call.caller.region):
            return {"JobId": job.id}
        size = storage.object_size(request.document, identity=call.caller)
        if size > ASYNC_MAX_BYTES:
            raise DocumentTooLargeException(detail=f"object of {size} bytes")
        job, is_new = self._jobs.open(request, caller=call.caller, channel=call.channel)
        if is_new:
            try:
                prepare_output(job)
            except TextractError:
                self._jobs.discard(job)
                raise
            self._runner.submit(job)
        return {"JobId": job.id}

    def _get(self, call: Call) -> dict[str, Any]:
        job = self._jobs.find(
            call.parameters["JobId"],
            operation=STARTED_BY[call.operation],
            region=call.caller.region,
        )
        return results_page(
            job,
            max_results=call.parameters.get("MaxResults", BLOCKS_PER_PAGE),
            next_token=call.parameters.get("NextToken"),
        )


def _bytes(source: bytes | S3Object, caller: Identity) -> bytes:
    if isinstance(source, bytes):
        return source
    return storage.read_object(source, identity=caller, max_bytes=SYNC_MAX_OBJECT_BYTES)


def _not_offered(operation: str) -> UnknownOperationException:
    if operation in validation.service_model().operation_names:
        return UnknownOperationException(f"This local Textract does not do {operation} yet.")
    return UnknownOperationException(detail="not in Textract's model")
