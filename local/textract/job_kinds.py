"""What each Start operation's results are called, and how they are cut into pages."""

from dataclasses import dataclass

from local.textract.requests import Api


@dataclass(frozen=True, kw_only=True)
class JobKind:
    """A Start operation, the Get operation that tells its results, and their form."""

    get: str
    api: Api
    member: str
    """Where the results stand in the Get response: a list."""
    per_page: int
    """MaxResults: the default, the most, and the size of an output part."""
    version_member: str
    folder: str = ""
    """Where output parts lie under `<prefix>/<job id>/`."""


JOB_KINDS = {
    "StartDocumentTextDetection": JobKind(
        get="GetDocumentTextDetection",
        api="DetectDocumentText",
        member="Blocks",
        per_page=1000,
        version_member="DetectDocumentTextModelVersion",
    ),
    "StartDocumentAnalysis": JobKind(
        get="GetDocumentAnalysis",
        api="AnalyzeDocument",
        member="Blocks",
        per_page=1000,
        version_member="AnalyzeDocumentModelVersion",
    ),
    "StartExpenseAnalysis": JobKind(
        get="GetExpenseAnalysis",
        api="AnalyzeExpense",
        member="ExpenseDocuments",
        per_page=20,
        version_member="AnalyzeExpenseModelVersion",
    ),
    "StartLendingAnalysis": JobKind(
        get="GetLendingAnalysis",
        api="AnalyzeLending",
        member="Results",
        per_page=30,
        version_member="AnalyzeLendingModelVersion",
        folder="detailedResponse/",
    ),
}
"""By Start operation; the sizes of pages are the service model's."""

LENDING = "StartLendingAnalysis"
STARTED_BY = {kind.get: start for start, kind in JOB_KINDS.items()} | {
    "GetLendingAnalysisSummary": LENDING
}
