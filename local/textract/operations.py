"""What each operation of the local Textract does."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from local.identity import Identity
from local.textract import adapters, human_loops, storage, validation
from local.textract.behaviour import Behaviour
from local.textract.counts import Counts
from local.textract.errors import (
    DocumentTooLargeException,
    TextractError,
    UnknownOperationException,
    UnsupportedDocumentException,
)
from local.textract.job_kinds import JOB_KINDS, STARTED_BY, SUMMARIES
from local.textract.jobs import Job, Jobs
from local.textract.plan import Plan
from local.textract.reading import Opened, opened
from local.textract.recognition import Engine, Recognition, Result
from local.textract.requests import (
    MEGABYTE,
    Question,
    S3Object,
    analysis,
    check_single_page,
    document,
    document_pages,
    start_request,
)
from local.textract.results import MODEL_VERSION, results_page, summary_page
from local.textract.runner import ASYNC_MAX_BYTES, Runner, prepare_output

SYNC_MAX_OBJECT_BYTES = 10 * MEGABYTE  # Textract quota: synchronous operations
ONE_PAGE = {"DocumentMetadata": {"Pages": 1}}

_AS_AWS = Plan()


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
        plan: Plan = _AS_AWS,
        a2i_url: str | None = None,
        clock: Callable[[], float] = time.time,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        """`clock` tells seconds since the epoch, `stopwatch` seconds for quotas.

        Without `a2i_url`, where an A2I answers, the account is none of A2I's customers.
        """
        self._a2i_url = a2i_url
        self.counts = Counts()
        self._stopwatch = stopwatch
        self._behaviour = Behaviour(plan, clock=stopwatch)
        self._recognition = Recognition(load_engine)
        self._jobs = Jobs(directory=directory, clock=clock)
        self._runner = Runner(self._open, counts=self.counts, clock=clock)
        self._stopping = Event()
        self._operations: dict[str, Callable[[Call], dict[str, Any]]] = {
            "DetectDocumentText": self._detect,
            "AnalyzeDocument": self._analyze,
            "AnalyzeExpense": self._analyze_expense,
            "AnalyzeID": self._analyze_id,
            **dict.fromkeys(JOB_KINDS, self._start),
            **dict.fromkeys((kind.get for kind in JOB_KINDS.values()), self._get),
            **dict.fromkeys(SUMMARIES, self._get_summary),
            **dict.fromkeys(adapters.OPERATIONS, _adapters),
        }

    def warm_up(self) -> None:
        self._recognition.warm_up()

    @property
    def plan(self) -> Plan:
        return self._behaviour.plan

    def follow(self, plan: Plan) -> None:
        """Behave by another plan from now on; jobs in progress keep the fate that they had."""
        self._behaviour = Behaviour(plan, clock=self._stopwatch)

    def close(self) -> None:
        """Stop after the pages at hand."""
        self._stopping.set()
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
        self._behaviour.admit(operation, region=caller.region)
        parameters = validation.parameters(operation, body)
        return act(Call(operation=operation, parameters=parameters, caller=caller, channel=channel))

    def _detect(self, call: Call) -> dict[str, Any]:
        source = document(call.parameters["Document"])
        blocks = self._open_page(source, call, Question(api="DetectDocumentText")).read(1)
        self._finish(call, pages=1)
        return {**ONE_PAGE, "Blocks": blocks, "DetectDocumentTextModelVersion": MODEL_VERSION}

    def _analyze(self, call: Call) -> dict[str, Any]:
        source, asked = document(call.parameters["Document"]), analysis(call.parameters)
        check_single_page(asked)
        human_loops.check(call.parameters, a2i_url=self._a2i_url)
        question = Question(api="AnalyzeDocument", analysis=asked)
        blocks = self._open_page(source, call, question).read(1)
        answer = {**ONE_PAGE, "Blocks": blocks, "AnalyzeDocumentModelVersion": MODEL_VERSION}
        if self._a2i_url and "HumanLoopConfig" in call.parameters:
            answer["HumanLoopActivationOutput"] = human_loops.activation(
                call.parameters, answer, a2i_url=self._a2i_url, region=call.caller.region
            )
        self._finish(call, pages=1)
        return answer

    def _analyze_expense(self, call: Call) -> dict[str, Any]:
        source = document(call.parameters["Document"])
        documents = self._open_page(source, call, Question(api="AnalyzeExpense")).read(1)
        self._finish(call, pages=1)
        return {**ONE_PAGE, "ExpenseDocuments": documents}

    def _analyze_id(self, call: Call) -> dict[str, Any]:
        """Read each side as a document of its own: AWS does not say whether it joins them."""
        question = Question(api="AnalyzeID")
        sides = [self._open_page(side, call, question) for side in document_pages(call.parameters)]
        found = [side.read(1)[0] for side in sides]
        self._finish(call, pages=len(sides))
        return {
            "DocumentMetadata": {"Pages": len(sides)},
            "IdentityDocuments": [_side(index, side) for index, side in enumerate(found, start=1)],
            "AnalyzeIDModelVersion": MODEL_VERSION,
        }

    def _open_page(self, source: bytes | S3Object, call: Call, question: Question) -> Opened:
        found = self._open(_bytes(source, call.caller), question)
        if found.page_count > 1:
            raise UnsupportedDocumentException(detail=f"{found.page_count} pages; one at most")
        return found

    def _open(self, data: bytes, question: Question) -> Opened:
        answers = self._behaviour.answers
        return opened(data, question, recognition=self._recognition, answers=answers)

    def _finish(self, call: Call, *, pages: int) -> None:
        """Take the time that the plan wants, and the money."""
        self._stopping.wait(pages * self._behaviour.page_seconds)
        self.counts.paid(call.operation, pages)

    def _start(self, call: Call) -> dict[str, Any]:
        request = start_request(call.operation, call.parameters)
        if job := self._jobs.started_with(request, region=call.caller.region):
            return {"JobId": job.id}
        size = storage.object_size(request.document, identity=call.caller)
        if size > ASYNC_MAX_BYTES:
            raise DocumentTooLargeException(detail=f"object of {size} bytes")
        behaviour = self._behaviour
        job, is_new = self._jobs.open(
            request,
            caller=call.caller,
            channel=call.channel,
            max_open=behaviour.max_open_jobs,
        )
        if is_new:
            try:
                prepare_output(job)
            except TextractError:
                self._jobs.discard(job)
                raise
            fate = behaviour.fate(call.operation)
            self._runner.submit(job, fate, page_seconds=behaviour.page_seconds)
        return {"JobId": job.id}

    def _get(self, call: Call) -> dict[str, Any]:
        return results_page(
            self._job(call),
            max_results=call.parameters.get("MaxResults"),
            next_token=call.parameters.get("NextToken"),
        )

    def _get_summary(self, call: Call) -> dict[str, Any]:
        return summary_page(self._job(call))

    def _job(self, call: Call) -> Job:
        return self._jobs.find(
            call.parameters["JobId"],
            operation=STARTED_BY[call.operation],
            region=call.caller.region,
        )


def _adapters(call: Call) -> dict[str, Any]:
    return adapters.answer(call.operation, call.parameters)


def _side(index: int, found: Result) -> dict[str, Any]:
    """The second side is the second page of what was asked."""
    blocks = [{**block, "Page": index} for block in found.get("Blocks", [])]
    return {**found, "DocumentIndex": index, "Blocks": blocks}


def _bytes(source: bytes | S3Object, caller: Identity) -> bytes:
    if isinstance(source, bytes):
        return source
    return storage.read_object(source, identity=caller, max_bytes=SYNC_MAX_OBJECT_BYTES)


def _not_offered(operation: str) -> UnknownOperationException:
    return UnknownOperationException(detail=f"{operation!r} is not in Textract's model")
