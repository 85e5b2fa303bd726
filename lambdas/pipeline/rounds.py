"""How often a document's message is sent round again before the document is given up."""

from __future__ import annotations

from lambdas.aws.record import Record
from lambdas.errors import Stuck

ROUNDS = 3  # for a document whose message ends in the DLQ again and again


def never_ended(record: Record) -> Stuck:
    return Stuck(
        f"The document was tried in {ROUNDS + 1} rounds and never ended, the last time as "
        f"{record.status}. Its message is in a dead-letter queue, the cause in the functions' "
        "logs: mend it, and redrive the queue."
    )
