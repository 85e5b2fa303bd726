"""Starts the local Textract: `python -m local.textract --port 0`."""

import argparse
import logging
import sys
from pathlib import Path

from lambdas.errors import PapertrayError
from local.textract.plan import Plan, read_plan
from local.textract.standalone import serve


def main() -> None:
    """Serve until SIGTERM or Ctrl-C."""
    options = _options()
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        plan = read_plan(options.plan) if options.plan else Plan()
        serve(plan, port=options.port, ready=_say_ready)
    except PapertrayError as error:
        sys.exit(str(error))


def _say_ready(url: str) -> None:
    sys.stdout.write(f"Textract is ready at {url}\n")
    sys.stdout.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local.textract", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port of 127.0.0.1; 0: a free one")
    parser.add_argument("--plan", type=Path, help="TOML or JSON file that says how to behave")
    return parser.parse_args()


if __name__ == "__main__":
    main()
