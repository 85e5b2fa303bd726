"""Runs jobs in the background, a few at a time: reads pages, writes parts, tells the topic."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import msgspec

from local.serving import log_unexpected
from local.textract import storage
from local.textract.counts import Counts
from local.textract.errors import (
    DocumentTooLargeException,
    InternalServerError,
    TextractError,
)
from local.textract.faults import Fate
from local.textract.job_kinds import JOB_KINDS
from local.textract.jobs import Job, Outcome, PageWarning
from local.textract.later import Later
from local.textract.lending import pages, split_documents
from local.textract.plan import DuplicateNotice, FailedJob, LateNotice, LostNotice, PartialJob
from local.textract.queries import ASYNC_QUERIES_PER_PAGE, absent_pages, asked_on
from local.textract.reading import Opened
from local.textract.recognition import Result
from local.textract.requests import MEGABYTE, Output, Question
from local.textract.results import notice, output_parts

log = logging.getLogger(__name__)

JOBS_AT_A_TIME = 2  # as many as there are page workers; each holds its document in memory
ASYNC_MAX_BYTES = 500 * MEGABYTE  # Textract quota: PDF and TIFF
ASYNC_MAX_IMAGE_BYTES = 10 * MEGABYTE  # Textract quota: JPEG and PNG
ASYNC_MAX_PAGES = 3000  # Textract quota: PDF and TIFF
ACCESS_CHECK = ".s3_access_check"  # an empty object that Textract writes before it begins
INVALID_QUERIES = "INVALID_REQUEST_PARAMETERS"  # too many queries, or pages that are not there


class _StoppedError(Exception):
    """The service stops; the job is left as it is."""


class Runner:
    """A small pool of threads, each working on one job from fetch to notice."""

    def __init__(
        self,
        open_document: Callable[[bytes, Question], Opened],
        *,
        counts: Counts,
        clock: Callable[[], float],
    ) -> None:
        self._open_document = open_document
        self._counts = counts
        self._clock = clock
        self._stopping = Event()
        self._later = Later()
        self._pool = ThreadPoolExecutor(JOBS_AT_A_TIME, thread_name_prefix="job")

    def submit(self, job: Job, fate: Fate, *, page_seconds: float) -> None:
        """Work on a job; each page takes `page_seconds` beyond the time for reading it."""
        self._pool.submit(self._run, job, fate, page_seconds)

    def close(self) -> None:
        """Stop after the pages at hand; queued jobs are dropped."""
        self._stopping.set()
        self._later.close()
        self._pool.shutdown(cancel_futures=True)

    def _run(self, job: Job, fate: Fate, page_seconds: float) -> None:
        try:
            outcome = self._outcome(job, fate)
        except _StoppedError:
            return
        # Waiting keeps no thread of the pool: AWS works on hundreds of jobs at once.
        wait = page_seconds * outcome.page_count
        self._later.run(wait, lambda: self._end(job, outcome, fate))

    def _end(self, job: Job, outcome: Outcome, fate: Fate) -> None:
        self._counts.paid(job.request.operation, _paid_pages(outcome))
        job.outcome = outcome
        log.info("job ended id=%s status=%s pages=%d", job.id, outcome.status, outcome.page_count)
        if job.request.topic_arn:
            self._tell(job, job.request.topic_arn, outcome, fate)

    def _tell(self, job: Job, topic_arn: str, outcome: Outcome, fate: Fate) -> None:
        message = notice(job, outcome, now=self._clock())

        def publish() -> None:
            told = storage.publish(topic_arn, message, identity=job.channel)
            self._counts.told(job.request.operation, "sent" if told else "undelivered")

        match fate.notice:
            case None:
                publish()
            case LostNotice():
                self._counts.told(job.request.operation, "lost")
            case DuplicateNotice(seconds=seconds):
                self._counts.told(job.request.operation, "duplicate")
                publish()
                self._later.run(seconds, publish)
            case LateNotice(seconds=seconds):
                self._counts.told(job.request.operation, "late")
                self._later.run(seconds, publish)

    def _outcome(self, job: Job, fate: Fate) -> Outcome:
        try:
            outcome = self._read(job, fate)
        except _StoppedError:
            raise
        except TextractError as error:
            log.info("job failed id=%s code=%s detail=%s", job.id, error.code, error.detail)
            return Outcome(status="FAILED", status_message=str(error))
        except Exception as error:  # noqa: BLE001 (a job fails alone)
            log_unexpected(error)
            return Outcome(status="FAILED", status_message=InternalServerError.message)
        return outcome

    def _read(self, job: Job, fate: Fate) -> Outcome:
        if isinstance(fate.mishap, FailedJob):
            return Outcome(status="FAILED", status_message=fate.mishap.reason)
        document = self._open(job)
        outcome = self._read_pages(job, document, fate.mishap)
        if job.request.output and outcome.status != "FAILED":
            _write_parts(job, job.request.output, outcome)
            if JOB_KINDS[job.request.operation].is_package:
                _split(job, job.request.output, document)
        return outcome

    def _read_pages(self, job: Job, document: Opened, mishap: PartialJob | None) -> Outcome:
        unread: dict[str, list[int]] = {}
        for page in range(1, document.page_count + 1):
            if self._stopping.is_set():
                raise _StoppedError
            if mishap and page in mishap.pages:
                unread.setdefault(mishap.code, []).append(page)
                continue
            try:
                job.results.extend(_with_page(result, page) for result in document.read(page))
            except TextractError as error:
                unread.setdefault(error.code, []).append(page)
        return _outcome(job, document.page_count, unread)

    def _open(self, job: Job) -> Opened:
        source = job.request.document
        data = storage.read_object(source, identity=job.caller, max_bytes=ASYNC_MAX_BYTES)
        question = Question(api=JOB_KINDS[job.request.operation].api, analysis=job.request.analysis)
        document = self._open_document(data, question)
        if document.is_picture and len(data) > ASYNC_MAX_IMAGE_BYTES:
            raise DocumentTooLargeException(detail=f"image of {len(data)} bytes")
        if document.page_count > ASYNC_MAX_PAGES:
            raise DocumentTooLargeException(detail=f"{document.page_count} pages")
        return document


def _split(job: Job, output: Output, document: Opened) -> None:
    """Write the package's documents; AWS does not publish how it names them: ours count up."""
    for number, part in enumerate(split_documents(pages(job.results)), start=1):
        _write(job, output, f"splitDocuments/{number}", document.part(part.pages))


def _with_page(result: Result, page: int) -> Result:
    """Recorded answers of a synchronous operation often do not name the page; jobs always do."""
    return {"Page": page, **result} if "BlockType" in result else result


def prepare_output(job: Job) -> None:
    """Prove that the caller may write the results, as Textract does before it gives a job id."""
    if output := job.request.output:
        _write(job, output, ACCESS_CHECK, b"")


def _outcome(job: Job, page_count: int, unread: dict[str, list[int]]) -> Outcome:
    """Return the outcome: failed with every page, partial with some, and what else to warn of.

    AWS does not publish the error codes of warnings; ours name the exception of the page.
    """
    unread_pages = sum(map(len, unread.values()))
    if unread_pages == page_count:
        return Outcome(
            status="FAILED", status_message=f"No page could be read: {', '.join(unread)}"
        )
    warnings = [PageWarning(error_code=code, pages=tuple(pages)) for code, pages in unread.items()]
    if unasked := _unasked_pages(job, page_count):
        warnings.append(PageWarning(error_code=INVALID_QUERIES, pages=unasked))
    return Outcome(
        status="PARTIAL_SUCCESS" if unread else "SUCCEEDED",
        page_count=page_count,
        warnings=tuple(warnings),
    )


def _unasked_pages(job: Job, page_count: int) -> tuple[int, ...]:
    queries = job.request.analysis.queries
    crowded = [
        page
        for page in range(1, page_count + 1)
        if len(asked_on(page, queries)) > ASYNC_QUERIES_PER_PAGE
    ]
    return tuple(crowded + absent_pages(queries, page_count))


def _paid_pages(outcome: Outcome) -> int:
    lost = {
        page
        for warning in outcome.warnings
        if warning.error_code != INVALID_QUERIES
        for page in warning.pages
    }
    return outcome.page_count - len(lost)


def _write_parts(job: Job, output: Output, outcome: Outcome) -> None:
    for name, part in output_parts(job, outcome):
        _write(job, output, name, msgspec.json.encode(part))


def _write(job: Job, output: Output, name: str, data: bytes) -> None:
    key = f"{output.prefix}/{job.id}/{name}"
    storage.write_object(key, data, output=output, identity=job.caller)
