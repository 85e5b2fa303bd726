"""The workers of Amazon A2I are asked about a document, with a task type of our own."""

from __future__ import annotations

from collections.abc import Iterable

from lambdas.documents import Work
from lambdas.extraction.result_document import Reason, ResultHead
from lambdas.extraction.written import Written
from lambdas.pipeline.input_content import input_content
from lambdas.pipeline.pictures import save_pictures
from lambdas.services import Services

MAX_PICTURES = 30  # a task; who has more to look at than that is not helped by a form


def start_human_loop(work: Work, services: Services) -> None:
    """Start the human loop of a document whose result is written, unless it has been started.

    The same result gives the same task, so that a repeated start is one to Amazon A2I as well.
    """
    document_id = work.document.document_id
    with services.results.document(document_id) as file:
        written = Written(file)
        reasons = written.head.review.reasons if written.head.review else []
        shown = _shown(reasons, written.head)
        images = save_pictures(work, shown, services)
        content = input_content(written, reasons, shown, images)
    flow_definition_arn = services.settings.flow_definition_arn(work.profile)
    services.human_loops.start(document_id, flow_definition_arn, content)


def _shown(reasons: Iterable[Reason], head: ResultHead) -> list[int]:
    """Return the pages to look at: those with reasons first, all where a reason is about all."""
    named = sorted({reason.page for reason in reasons if reason.page})
    about_all = any(reason.page is None for reason in reasons)
    rest = range(1, head.page_count + 1) if about_all else ()
    return sorted(list(dict.fromkeys([*named, *rest]))[:MAX_PICTURES])
