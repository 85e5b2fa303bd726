"""A document's review in the table: asked, claimed by one reviewer, answered once, ended.

As with every step of a document, each is one conditional write: nothing moves backwards, and two
reviewers can neither hold nor answer one document.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from lambdas.aws.moves import Condition, Moves, Refused, iso
from lambdas.aws.record import Record
from lambdas.documents import OPEN, Status
from lambdas.errors import AlreadyAnswered, Busy, Claimed, NotWaiting, PapertrayError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

CLAIM_SECONDS = 15 * 60  # so long a claim lasts, if it is not renewed
REVIEW = (Status.IN_REVIEW,)


class Reviews:
    """The reviews of the stack's documents."""

    def __init__(
        self, client: DynamoDBClient, name: str, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._moves = Moves(client, name, clock)
        self._clock = clock

    def wait(self, document_id: str, values: Mapping[str, object]) -> Record | None:
        """Let the document wait for people; return None where it has left the pipeline already."""
        waiting = {**values, "lease_until": 0, "sweeps": 0}
        try:
            return self._moves.move(document_id, Status.IN_REVIEW, waiting, leaving=OPEN)
        except Refused:
            return None

    def claim(self, document_id: str, *, session: str, reviewer: str) -> Record:
        """Let the reviewer's session hold the document, or hold it longer.

        Raises Claimed, AlreadyAnswered or NotWaiting.
        """
        free = _unclaimed(session, self._moves.now())
        return self._hold(document_id, session, self._claim(session, reviewer), only=free)

    def reopen(self, document_id: str, *, session: str, reviewer: str, due_at: str) -> Record:
        """Take up a review that ended without an answer: it waits again, for the built-in page.

        How it had ended stays until `reopened`.
        """
        again = {
            **self._claim(session, reviewer),
            "review_by": "builtin",
            "review_due_at": due_at,
            "unanswered": False,
            "gave_up": False,
            "sweeps": 0,
        }
        try:
            return self._moves.move(
                document_id,
                Status.IN_REVIEW,
                again,
                leaving=[Status.FAILED],
                removing=("reason", "completed_at", "answer", "answered_at"),
                only=[_where("unanswered", True)],
            )
        except Refused:
            # Another reviewer may have been faster.
            return self.claim(document_id, session=session, reviewer=reviewer)

    def reopened(self, document_id: str) -> Record | None:
        """Forget how the review had ended; return None where it does not wait any more."""
        try:
            return self._moves.move(
                document_id, None, {}, leaving=REVIEW, removing=("review_status",)
            )
        except Refused:
            return None

    def release(self, document_id: str, *, session: str) -> None:
        """Let go of a claim, if the session has it."""
        freed = {"claimed_until": self._moves.now()}
        held = _where("claimed_by", session)
        try:
            self._moves.move(document_id, None, freed, leaving=REVIEW, only=[held])
        except Refused:
            return

    def answer(self, document_id: str, *, session: str, answer: str) -> Record:
        """Note where the answer of the session lies that holds the document; only the first counts.

        Raises Claimed, AlreadyAnswered or NotWaiting; Busy while the review is being ended.
        """
        values = {"answered_at": self._moves.now(), "answer": answer}
        held = _where("claimed_by", session)
        return self._hold(document_id, session, values, only=held)

    def lease(self, document_id: str, *, seconds: float) -> Record | None:
        """Take the document for `seconds`, be it one whose review was given up: it waits again.

        Returns None where it does not wait; raises Busy while another worker has it.
        """
        now = self._clock()
        values = {"lease_until": now + seconds, "gave_up": False}
        try:
            return self._moves.move(
                document_id,
                Status.IN_REVIEW,
                values,
                leaving=REVIEW,
                or_given_up=True,
                free_at=now,
                removing=("reason",),
                only=[_with("review_by")],  # or it was given up before people were asked
            )
        except Refused as refused:
            held = refused.record
            if held is None or held.status is not Status.IN_REVIEW:
                return None
            raise Busy(retry_in=held.lease_until - now) from None

    def let_go(self, document_id: str) -> None:
        """Give a leased document back."""
        self._note(document_id, {"lease_until": 0})

    def touch(self, document_id: str) -> None:
        """Note that the waiting document was looked after and needs nothing."""
        self._note(document_id, {})

    def sweep(self, document_id: str) -> None:
        """Count that the sweep has sent the waiting document's message again."""
        self._note(document_id, {}, counting="sweeps")

    def _note(
        self, document_id: str, values: Mapping[str, object], counting: str | None = None
    ) -> None:
        try:
            self._moves.move(document_id, None, values, leaving=REVIEW, counting=counting)
        except Refused:
            return

    def end(self, document_id: str, status: Status, values: Mapping[str, object]) -> Record | None:
        """Close a document that people were asked about; return None where it is closed already."""
        closed = {**values, "completed_at": self._moves.now(), "lease_until": 0}
        try:
            return self._moves.move(document_id, status, closed, leaving=REVIEW)
        except Refused:
            return None

    def _claim(self, session: str, reviewer: str) -> dict[str, object]:
        return {
            "claimed_by": session,
            "claimed_reviewer": reviewer,
            "claimed_until": iso(self._clock() + CLAIM_SECONDS),
        }

    def _hold(
        self,
        document_id: str,
        session: str,
        values: Mapping[str, object],
        *,
        only: Condition,
    ) -> Record:
        """Write what a reviewer may write while nobody has answered."""
        now = self._clock()
        conditions = [
            _where("review_by", "builtin"),
            _without("answered_at"),
            only,
        ]
        try:
            return self._moves.move(
                document_id, None, values, leaving=REVIEW, free_at=now, only=conditions
            )
        except Refused as refused:
            raise why_not(refused.record, session, now) from None


def why_not(found: Record | None, session: str, now: float) -> PapertrayError:
    """Return why a session may not do what it wants with a document."""
    if found and found.answered_at:
        return AlreadyAnswered(
            f"The document was answered by {found.claimed_reviewer} at {found.answered_at}."
        )
    if found is None or found.status is not Status.IN_REVIEW or found.review_by != "builtin":
        return NotWaiting(_whereabouts(found))
    if found.lease_until >= now:
        return Busy(retry_in=found.lease_until - now)
    if found.claimed_by != session and (found.claimed_until or "") > iso(now):
        return Claimed(f"{found.claimed_reviewer} has the document until {found.claimed_until}.")
    return NotWaiting("The session does not hold the document: claim it again.")


def _whereabouts(found: Record | None) -> str:
    if found is None:
        return "There is no such document."
    if found.status is Status.IN_REVIEW:
        return "The document waits for the workers of Amazon A2I."
    return f"The document waits for nobody: it is {found.status}."


def _where(name: str, value: object) -> Condition:
    return lambda update: update.only_where(name, value)


def _with(name: str) -> Condition:
    return lambda update: update.only_with(name)


def _without(name: str) -> Condition:
    return lambda update: update.only_without(name)


def _unclaimed(session: str, now: str) -> Condition:
    return lambda update: update.only_unclaimed(session, now)
