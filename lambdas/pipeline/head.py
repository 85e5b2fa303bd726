"""The head of a `document.json` that is written already, changed; all else of it stays."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from lambdas.extraction.files import ResultFiles
from lambdas.extraction.result_document import ResultHead
from lambdas.extraction.written import Written
from lambdas.services import Services


def rewrite_head(
    document_id: str, change: Callable[[ResultHead], ResultHead], services: Services
) -> None:
    """Write `document.json` with another head; raises PermanentError where it is gone."""
    with services.results.document(document_id) as file, ResultFiles() as files:
        written = Written(file)
        for content in written.contents():
            files.add(content)
        document_only = islice(files.finished(change(written.head), written.warnings), 1)
        services.results.save(document_id, document_only)
