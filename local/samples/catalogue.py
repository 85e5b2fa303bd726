"""The sample documents by file name."""

from collections.abc import Callable, Mapping

from local.samples.form import form
from local.samples.invoice import invoice
from local.samples.letter import letter
from local.samples.licence import licence
from local.samples.receipt import receipt
from local.samples.statement import statement_pdf, statement_tiff

DOCUMENTS: Mapping[str, Callable[[], bytes]] = {
    "invoice.pdf": invoice,
    "receipt.jpg": receipt,
    "form.png": form,
    "statement.pdf": statement_pdf,
    "statement.tiff": statement_tiff,
    "licence.png": licence,
    "letter.png": letter,
}
