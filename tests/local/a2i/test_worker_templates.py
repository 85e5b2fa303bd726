"""The stack's worker templates, with what documents and workers could do to them."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from local.a2i.templates import rendered

TEMPLATES = Path(__file__).parents[3] / "stacks" / "worker_templates"
CUSTOM = (TEMPLATES / "custom.liquid.html").read_text(encoding="ascii")
TEXTRACT = (TEMPLATES / "textract.liquid.html").read_text(encoding="ascii")
EVIL = "</textarea></script><script>alert('\"')</script><img src=x onerror=alert(1)> {{ 7 }} ä"
MAX_CONTENT = 128_000  # characters of UiTemplate.Content

Attributes = dict[str, str | None]


class Parsed(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, *tags: str) -> list[Attributes]:
        return [attributes for tag, attributes in self.elements if tag in tags]

    def named(self, *tags: str) -> dict[str | None, Attributes]:
        return {each["name"]: each for each in self.all(*tags) if "name" in each}


def a_field(number: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    box = {"left": 0.1, "top": 0.2, "width": 0.3, "height": 0.04}
    return {
        "id": f"field-{number}",
        "name": "Name",
        "value": "Jane",
        "selected": None,
        "confidence": 71.26,
        "page": 1,
        "box": box,
        "doubtful": False,
        "reason": None,
        **more,
    }


def an_input(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    return {
        "document": {"document_id": "1" * 32, "key": "in/form.png", "profile": "forms"},
        "reasons": [],
        "pages": [{"page": 1, "image": "s3://results/results/1/pages/1.jpg"}],
        "fields": [],
        "missing": [],
        "tables": [],
        "line_items": [],
        "left_out": {"fields": 0, "tables": 0, "pages": 0},
        **more,
    }


def page(template: str, task_input: dict[str, Any]) -> Parsed:
    return Parsed(
        rendered(
            template,
            task_input,
            script="/ours.js",
            readable=lambda uri: f"read:{uri}",
            nonce="ours",
        )
    )


def custom(**more: Any) -> Parsed:  # noqa: ANN401 - any JSON
    return page(CUSTOM, an_input(**more))


def test_every_value_has_an_input_named_by_its_id() -> None:
    shown = custom(
        fields=[a_field(0), a_field(1, selected=True), a_field(2, selected=False)],
        missing=[{"id": "missing-4", "name": "Total", "page": 1}],
        tables=[
            {
                "number": 1,
                "page": 1,
                "title": None,
                "rows": [[{"id": "cell-1-1-1", "text": "a"}, None]],
            }
        ],
        line_items=[{"page": 1, "values": [{"id": "item-0-0", "name": "ITEM", "value": "Pen"}]}],
    )

    inputs = shown.named("input", "textarea")
    boxes = shown.named("crowd-checkbox")

    assert {name: inputs[name].get("value") for name in inputs} == {
        "missing-4": "",
        "field-0": "Jane",
        "item-0-0": "Pen",
        "cell-1-1-1": "a",
        "cleared": "",
    }
    assert {name: "checked" in boxes[name] for name in boxes} == {
        "selected-1": True,
        "selected-2": False,
    }


def test_doubtful_fields_come_first_with_their_reason_and_their_confidence() -> None:
    shown = custom(
        fields=[
            a_field(0),
            a_field(1, doubtful=True, reason="read with 71.3 % confidence", name="Total"),
        ]
    )
    texts = " ".join(" ".join(shown.texts).split())

    assert [*shown.named("input")][:2] == ["field-1", "field-0"]
    assert texts.index("To check") < texts.index("read with 71.3 %") < texts.index("The other")
    assert "71.3 % sure" in texts


def test_a_fields_place_on_its_page_is_known_to_the_page() -> None:
    (place,) = (each for each in custom(fields=[a_field(0)]).all("div") if "data-left" in each)

    assert (place["data-page"], place["data-left"], place["data-height"]) == ("1", "0.1", "0.04")


def test_a_value_of_several_lines_keeps_them() -> None:
    shown = custom(fields=[a_field(0, value="1 Main St\nTown")])

    assert "field-0" in shown.named("textarea")
    assert any("1 Main St\nTown" in text for text in shown.texts)


def test_pictures_are_read_by_reference() -> None:
    (picture,) = custom().all("img")

    assert picture["src"] == "read:s3://results/results/1/pages/1.jpg"


@pytest.mark.parametrize("value", [EVIL, "=1+1", '"', "'", "&amp;", "<!--", " " * 10, "a" * 4_000])
def test_a_value_is_shown_as_it_is_and_never_as_html(value: str) -> None:
    fields = [a_field(0, name=value, value=value, doubtful=True, reason=value)]
    cells = [[{"id": "cell-1-1-1", "text": value}]]
    shown = custom(
        document={"document_id": "1" * 32, "key": value, "profile": None},
        reasons=[value],
        fields=fields,
        missing=[{"id": "missing-0", "name": value, "page": 1}],
        tables=[{"number": 1, "page": 1, "title": value, "rows": cells}],
        line_items=[{"page": 1, "values": [{"id": "item-0-0", "name": value, "value": value}]}],
    )

    assert len(shown.all("script")) == 2
    assert len(shown.all("img")) == 1
    inputs = shown.named("input")
    assert [inputs[name]["value"] for name in ("field-0", "cell-1-1-1", "item-0-0")] == [value] * 3


def test_what_did_not_fit_is_said() -> None:
    shown = custom(left_out={"fields": 7, "tables": 2, "pages": 1})

    said = " ".join(" ".join(shown.texts).split())
    assert "kept as they are: 7 values, 2 tables, 1 pages" in said


def test_five_hundred_fields_fit_on_a_page() -> None:
    shown = custom(fields=[a_field(number, doubtful=number % 2 == 0) for number in range(500)])

    assert len([name for name in shown.named("input") if str(name).startswith("field-")]) == 500


def textract_input(blocks: list[dict[str, Any]], name: str = "a.png") -> dict[str, Any]:
    keys = [{"importantFormKey": EVIL, "importantFormKeyAliases": []}]
    return {
        "aiServiceRequest": {"document": {"s3Object": {"bucket": "uploads", "name": name}}},
        "selectedAiServiceResponse": {"blocks": blocks},
        "humanLoopContext": {"importantFormKeys": keys},
    }


def test_textracts_element_gets_the_blocks_the_keys_and_the_picture() -> None:
    blocks = [{"blockType": "WORD", "id": "1", "text": EVIL, "confidence": 99.5}]

    shown = page(TEXTRACT, textract_input(blocks, name='in/a&b "c".png'))

    (element,) = shown.all("crowd-textract-analyze-document")
    assert json.loads(str(element["initial-value"])) == blocks
    assert json.loads(str(element["keys"]))[0]["importantFormKey"] == EVIL
    assert element["src"] == 'read:http://s3.amazonaws.com/uploads/in/a&b "c".png'
    assert len(shown.all("script")) == 1


@pytest.mark.parametrize("template", [CUSTOM, TEXTRACT])
def test_a_template_works_with_the_script_of_aws(template: str) -> None:
    assert '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>' in template
    assert template.count("<crowd-form>") == template.count("</crowd-form>") == 1
    assert len(template) <= MAX_CONTENT
