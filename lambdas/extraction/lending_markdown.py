"""The loan package as a whole in `document.md`."""

from __future__ import annotations

from lambdas.extraction.escape import inline
from lambdas.extraction.loan_package import DocumentGroup, LendingSummary
from lambdas.extraction.markdown_table import pipe_table

HEADER = ["Type", "Pages of each document", "Signed pages", "Unsigned pages"]


def loan_package(summary: LendingSummary) -> str:
    """Return which documents the package holds, on what pages, which are signed, and what is not
    in it; nothing where Textract says nothing."""
    chunks: list[str] = []
    if summary.groups:
        chunks.append(pipe_table([HEADER, *map(_row, summary.groups)], headed=True))
    if summary.undetected_types:
        chunks.append(f"**Not found:** {', '.join(map(inline, summary.undetected_types))}")
    return "\n\n".join(["# Loan package", *chunks]) if chunks else ""


def _row(group: DocumentGroup) -> list[str]:
    return [
        inline(group.type),
        "; ".join(_ranges(document.pages) for document in group.documents),
        _ranges(group.signed_pages),
        _ranges(group.unsigned_pages),
    ]


def _ranges(pages: list[int]) -> str:
    """Return pages as a person writes them: 1-3, 7."""
    return ", ".join(
        str(first) if first == last else f"{first}-{last}" for first, last in _runs(pages)
    )


def _runs(pages: list[int]) -> list[list[int]]:
    """Return the first and last of the pages that follow one another."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return runs
