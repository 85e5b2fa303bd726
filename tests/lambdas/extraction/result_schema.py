"""Write docs/result-document.schema.json: `python -m tests.lambdas.extraction.result_schema`."""

import json
from inspect import cleandoc
from pathlib import Path

from lambdas.extraction.model import json_schema

PATH = Path(__file__).parents[3] / "docs" / "result-document.schema.json"


def rendered() -> str:
    return json.dumps(_described(json_schema()), indent=2) + "\n"


def _described(schema: object) -> object:
    """Clean the docstrings: from Python 3.13 on they come without their indentation."""
    match schema:
        case dict():
            return {
                name: cleandoc(value) if name == "description" else _described(value)
                for name, value in schema.items()
            }
        case list():
            return [_described(each) for each in schema]
        case _:
            return schema


if __name__ == "__main__":
    PATH.write_text(rendered())
