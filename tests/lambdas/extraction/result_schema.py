"""Write docs/result-document.schema.json: `python -m tests.lambdas.extraction.result_schema`."""

import json
from pathlib import Path

from lambdas.extraction.model import json_schema

PATH = Path(__file__).parents[3] / "docs" / "result-document.schema.json"


def rendered() -> str:
    return json.dumps(json_schema(), indent=2) + "\n"


if __name__ == "__main__":
    PATH.write_text(rendered())
