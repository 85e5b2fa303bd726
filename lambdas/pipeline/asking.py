"""People are asked: what the profile's rules find doubtful waits for them, wherever they look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lambdas.aws.human_loops import human_loop_arn
from lambdas.aws.moves import iso
from lambdas.documents import ReviewBy, Work
from lambdas.errors import HumanLoopRefused
from lambdas.extraction.model import Content, Field
from lambdas.extraction.result_document import Reason, Review, Rule
from lambdas.observability import count, log
from lambdas.pipeline.activation import Activation
from lambdas.pipeline.ending import announce
from lambdas.pipeline.waiting import due_at, rules_of
from lambdas.review.evaluation import evaluated, placed
from lambdas.review.examine import Examined, Examiner
from lambdas.services import Services

UNTOLD = Reason(rule="sample", message="Amazon A2I asked for a review, and did not say why")


@dataclass(frozen=True, kw_only=True)
class ReviewRequest:
    """A review that is due, and the names of the rules that ask for it."""

    review: Review
    rules: Sequence[Rule]


class Look:
    """Looks at a document's pages as they go by, and says in the end whether people must."""

    def __init__(self, work: Work, services: Services, activation: Activation | None) -> None:
        self._work = work
        self._services = services
        self._activation = activation
        self._rules = rules_of(work.profile, services)
        self._examiner = self._own_examiner()
        self._fields: list[Field] = []

    def over(self, contents: Iterable[Content]) -> Iterator[Content]:
        for content in contents:
            if self._examiner:
                self._examiner.page(content)
            elif self._activation:
                self._fields += content.fields  # of one page
            yield content

    def request(self) -> ReviewRequest | None:
        """Return the review that is due, if any, when all pages have gone by."""
        if self._activation:
            reasons = placed(evaluated(self._activation.results), self._fields) or [UNTOLD]
            rules = [*dict.fromkeys(reason.rule for reason in reasons)]
            found = Examined(found=reasons, count=len(reasons), rules=rules)
            return self._requested("a2i-textract", found, self._activation.loop_arn)
        if self._rules is None or self._examiner is None:
            return None
        found = self._examiner.reasons()
        by = self._rules.by
        return self._requested(by, found, self._loop_arn(by)) if found.count else None

    def _own_examiner(self) -> Examiner | None:
        """Return who looks for us; of `a2i-textract`, Textract itself has done so."""
        if self._rules is None or self._rules.by == "a2i-textract":
            return None
        return Examiner(self._rules, document_id=self._work.document.document_id)

    def _loop_arn(self, by: ReviewBy) -> str | None:
        if by == "builtin":
            return None
        flow = self._services.settings.flow_definition_arn(self._work.profile)
        return human_loop_arn(self._work.document.document_id, flow)

    def _requested(self, by: ReviewBy, examined: Examined, loop_arn: str | None) -> ReviewRequest:
        review = Review(
            by=by,
            reasons=examined.found,
            reason_count=examined.count,
            requested_at=iso(self._services.clock()),
            due_at=due_at(self._work.profile, self._services),
            loop_arn=loop_arn,
        )
        return ReviewRequest(review=review, rules=examined.rules)


def ask(
    work: Work, request: ReviewRequest, summary: Mapping[str, object], services: Services
) -> None:
    """Let a document wait for people whose files are written, and tell the world."""
    document_id, review = work.document.document_id, request.review
    refused = _start_loop(work, services) if review.by == "a2i" else None
    waiting = services.reviews.wait(document_id, {**summary, **_asked(request)})
    if waiting is None:
        return
    count("ReviewsRequested")
    count("PagesCharged", waiting.pages)
    log.info("in review", document_id=document_id, by=review.by, reasons=review.reason_count)
    if refused:
        from lambdas.pipeline.unanswered import end_unanswered  # noqa: PLC0415  (rarely needed)

        end_unanswered(waiting, "FAILED", str(refused), services)
    else:
        announce(waiting, services)


def _start_loop(work: Work, services: Services) -> HumanLoopRefused | None:
    """Ask the workers of Amazon A2I; return why it will not."""
    from lambdas.pipeline.human_loop import start_human_loop  # noqa: PLC0415  (rarely needed)

    try:
        start_human_loop(work, services)
    except HumanLoopRefused as error:
        return error
    return None


def _asked(request: ReviewRequest) -> dict[str, object]:
    review = request.review
    return {
        "review_by": review.by,
        "review_reasons": review.reason_count,
        "review_rules": sorted(request.rules),
        "review_requested_at": review.requested_at,
        "review_due_at": review.due_at,
        "review_loop_arn": review.loop_arn,
    }
