"""Starts the local Textract on a free port: `python -m local.textract`."""

import logging
import os
import sys

from lambdas.errors import PapertrayError
from local.textract.plan import Plan
from local.textract.standalone import serve


def main() -> None:
    """Serve until SIGTERM or Ctrl-C."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        serve(Plan(), port=0, ready=_say_ready, a2i_url=os.environ.get("PAPERTRAY_A2I_URL"))
    except PapertrayError as error:
        sys.exit(str(error))


def _say_ready(url: str) -> None:
    sys.stdout.write(f"Textract is ready at {url}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
