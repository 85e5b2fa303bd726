"""The calls of Textract that the project's own papertray.toml uses."""

SYNCHRONOUS = ("DetectDocumentText", "AnalyzeDocument", "AnalyzeExpense", "AnalyzeID")
STARTS = (
    "StartDocumentTextDetection",
    "StartDocumentAnalysis",
    "StartExpenseAnalysis",
    "StartLendingAnalysis",
)
GETS = tuple(name.replace("Start", "Get") for name in STARTS)
QUEUES = (*SYNCHRONOUS, *STARTS)
