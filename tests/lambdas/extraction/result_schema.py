"""Write docs/result-document.schema.json: `python -m tests.lambdas.extraction.result_schema`."""

import json
from inspect import cleandoc
from pathlib import Path

import msgspec

from lambdas.extraction.result_document import ResultDocument

PATH = Path(__file__).parents[3] / "docs" / "result-document.schema.json"


def rendered() -> str:
    """Return the JSON Schema of `document.json`."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Papertray result document",
        **msgspec.json.schema(ResultDocument),
    }
    return json.dumps(_described(schema), indent=2) + "\n"


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
