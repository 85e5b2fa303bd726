"""Which of the parts that people name are one answer of Textract."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from console.errors import CommandError
from console.pieces import Piece, pieces
from lambdas.extraction.answers import Part


class Answer:
    """One answer: a file, a member of a list, or what goes on in the pieces that follow.

    `path` and `number`, from 0, are those of its first piece; `place` is the answer's among those
    that begin in the same path, from 1.
    """

    def __init__(self, first: Piece, place: int, following: _Pieces) -> None:
        self.path = first.path
        self.number = first.number
        self.place = place
        self.is_cut = False
        """Whether more ought to follow, and does not; known when the parts are used up."""
        self.is_last = True
        """Whether no other answer follows in the same path; known when the parts are used up."""
        self._first: Piece | None = first
        self._following = following

    def parts(self) -> Iterator[Part]:
        """Yield the answer's parts, one in memory at a time; raise CommandError at what is none."""
        seen = _Seen()
        piece, self._first = self._first, None  # kept, it would be a second one in memory
        while piece:
            yield seen.add(piece.part)
            self.is_last, self.is_cut = piece.is_last, seen.more_follows
            # What follows in another path is of no interest without need: it may be large.
            goes_on = seen.more_follows or not piece.is_last
            fits = seen.goes_on_with if goes_on else seen.is_completed_by
            piece = self._following.take_if(fits) if goes_on or seen.is_half else None


class _Seen:
    """What the parts of an answer have told so far, to know its continuation by."""

    def __init__(self) -> None:
        self.more_follows = False
        self._halves: set[str] = set()
        self._pages: set[int] = set()
        self._documents: set[int] = set()
        self._page_count: int | None = None

    def add(self, part: Part) -> Part:
        self.more_follows = bool(part.next_token)
        self._halves |= _halves(part)
        self._pages |= _pages_begun(part)
        self._documents |= _documents_begun(part)
        self._page_count = _page_count(part) or self._page_count
        return part

    @property
    def is_half(self) -> bool:
        """Whether it is a loan package whose details or summary, two calls, did not come yet."""
        return len(self._halves) == 1

    def goes_on_with(self, piece: Piece) -> bool:
        """Whether a piece may be of the same job: no page begins twice, and all count them alike.

        Where nothing says that more follows, no document may begin twice either.
        """
        if piece.is_joined or self.is_completed_by(piece):
            return True
        part = _readable(piece)
        if part is None or _halves(part) == {"summary"}:
            return False
        begun, begins = self._pages, _pages_begun(part)
        if not self.more_follows:
            begun, begins = begun | self._documents, begins | _documents_begun(part)
        return begun.isdisjoint(begins) and self._counts_like(part)

    def is_completed_by(self, piece: Piece) -> bool:
        """Whether a piece is the other half of a loan package of as many pages."""
        part = _readable(piece)
        if part is None or not self.is_half or not self._counts_like(part):
            return False
        return bool(_halves(part)) and self._halves.isdisjoint(_halves(part))

    def _counts_like(self, part: Part) -> bool:
        return len({self._page_count, _page_count(part)} - {None}) <= 1


def _readable(piece: Piece) -> Part | None:
    try:
        return piece.part
    except CommandError:  # will be told when it is read for itself
        return None


def _halves(part: Part) -> set[str]:
    """Return which halves of a loan package a part is of."""
    halves = {"details": part.results, "summary": part.summary}
    return {half for half, content in halves.items() if content}


def _pages_begun(part: Part) -> set[int]:
    blocks = (block.page for block in part.blocks or () if block.block_type == "PAGE")
    results = (result.page for result in part.results or ())
    return {page or 1 for page in chain(blocks, results)}


def _documents_begun(part: Part) -> set[int]:
    """Return the indexes of invoices or identity documents, which count from 1 like pages."""
    expenses = (each.expense_index for each in part.expense_documents or ())
    identities = (each.document_index for each in part.identity_documents or ())
    return {index or 1 for index in chain(expenses, identities)}


def _page_count(part: Part) -> int | None:
    return part.document_metadata.pages if part.document_metadata else None


class _Pieces:
    """The pieces that are left, of which the next can be looked at."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._pieces = pieces(paths)
        self._next: Piece | None = None

    def take(self) -> Piece | None:
        piece = self._next or next(self._pieces, None)
        self._next = None
        return piece

    def take_if(self, fits: Callable[[Piece], bool]) -> Piece | None:
        """Return the next piece if it fits; else it stays."""
        piece = self.take()
        if piece and not fits(piece):
            self._next, piece = piece, None
        return piece


def answers(paths: Sequence[Path]) -> Iterator[Answer]:
    """Yield the answers that the paths hold; use up the parts of one before asking for the next."""
    following = _Pieces(paths)
    number = place = 0
    while piece := following.take():
        if piece.is_joined:  # what is left of a folder of which a part could not be read
            continue
        place = place + 1 if piece.number == number else 1
        number = piece.number
        yield Answer(piece, place, following)
