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
    get_summary: str = ""
    """The Get operation that tells which documents the pages of a package make."""

    @property
    def is_package(self) -> bool:
        """Whether pages make documents, which are summed up and written one by one."""
        return bool(self.get_summary)


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
        get_summary="GetLendingAnalysisSummary",
    ),
}
"""By Start operation; the sizes of pages are the service model's."""

SUMMARIES = {kind.get_summary: start for start, kind in JOB_KINDS.items() if kind.is_package}
STARTED_BY = {kind.get: start for start, kind in JOB_KINDS.items()} | SUMMARIES
"""The Start operation whose jobs a Get operation tells of."""
