"""What a lending job's pages make together: documents of one type, their signatures, their gaps."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from local.textract.recognition import Result

PAGE_TYPES = (
    *("1003", "1005", "1008", "1040", "1040_SCHEDULE_C", "1040_SCHEDULE_D", "1040_SCHEDULE_E"),
    *("1065", "1099_DIV", "1099_G", "1099_INT", "1099_MISC", "1099_NEC", "1099_R", "1099_SSA"),
    *("1120", "1120_S", "BANK_STATEMENT", "CHECKS", "CREDIT_CARD_STATEMENT"),
    *("DEMOGRAPHIC_ADDENDUM", "HOA_STATEMENT", "HUD_92900_B", "IDENTITY_DOCUMENT"),
    *("INVESTMENT_STATEMENT", "INVOICES", "MORTGAGE_STATEMENT", "PAYOFF_STATEMENT", "PAYSLIPS"),
    *("RECEIPTS", "SSA_89", "UTILITY_BILLS", "VBA_26_0551", "W_2", "W_9"),
)
"""Textract's page types beside UNCLASSIFIED, by its developer guide."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a lending result says of its page."""

    number: int
    type: str
    is_first: bool
    """Whether it is printed on the page that it is its document's first."""
    is_signed: bool


@dataclass(frozen=True, kw_only=True)
class SplitDocument:
    """Pages of one type that follow each other."""

    type: str
    pages: tuple[int, ...]


def pages(results: Iterable[Result]) -> list[Page]:
    """Return the pages of a job that could be read."""
    return [_page(result) for result in results]


def split_documents(package: Iterable[Page]) -> list[SplitDocument]:
    """Cut a package where the type changes, and where a page says that it is a first page."""
    runs: list[list[Page]] = []
    for page in package:
        last = runs[-1][-1] if runs else None
        if last and (last.type, last.number + 1) == (page.type, page.number) and not page.is_first:
            runs[-1].append(page)
        else:
            runs.append([page])
    return [
        SplitDocument(type=run[0].type, pages=tuple(page.number for page in run)) for run in runs
    ]


def summary(package: Iterable[Page]) -> dict[str, Any]:
    """Return the Summary of GetLendingAnalysisSummary.

    Which signatures a type of document should have is not documented: none is told as undetected.
    """
    package = list(package)
    documents = split_documents(package)
    types = list(dict.fromkeys(document.type for document in documents))
    return {
        "DocumentGroups": [_group(kind, documents, package) for kind in types],
        "UndetectedDocumentTypes": [kind for kind in PAGE_TYPES if kind not in types],
    }


def _group(
    kind: str, documents: Iterable[SplitDocument], package: Iterable[Page]
) -> dict[str, Any]:
    own = [document for document in documents if document.type == kind]
    return {
        "Type": kind,
        "SplitDocuments": [
            {"Index": index, "Pages": list(document.pages)}
            for index, document in enumerate(own, start=1)
        ],
        "DetectedSignatures": [
            {"Page": page.number} for page in package if page.type == kind and page.is_signed
        ],
        "UndetectedSignatures": [],
    }


def _page(result: Result) -> Page:
    classification = result["PageClassification"]
    documents = (each.get("LendingDocument", {}) for each in result["Extractions"])
    return Page(
        number=result["Page"],
        type=classification["PageType"][0]["Value"],
        is_first=classification["PageNumber"][0]["Value"] == "1",
        is_signed=any(document.get("SignatureDetections") for document in documents),
    )
