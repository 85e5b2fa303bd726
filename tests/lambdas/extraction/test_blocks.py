"""Any answer of Textract decodes; anything else is refused with a reason."""

from math import isnan

import pytest

from lambdas.errors import PermanentError
from lambdas.extraction.answers import UnreadableAnswer, decode_part
from lambdas.extraction.blocks import related


def test_an_answer_with_explicit_nulls_and_unknown_members_decodes() -> None:
    part = decode_part(
        b'{"JobStatus": "SUCCEEDED", "NextToken": null, "Warnings": null, "Hint": {"a": [1]},'
        b'"AnalyzeDocumentModelVersion": "1.0", "DocumentMetadata": {"Pages": 2}, "Blocks": ['
        b'{"BlockType": "LINE", "Id": null, "Page": null, "Query": null, "SearchKey": "x"}]}'
    )

    assert part.blocks is not None
    assert part.blocks[0].block_type == "LINE"
    assert (part.job_status, part.model_version) == ("SUCCEEDED", "1.0")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b'{"Blocks": [', id="cut off"),
        pytest.param(b"[]", id="not an object"),
        pytest.param(b'{"Blocks": 5}', id="blocks that are none"),
        pytest.param(b'{"JobStatus": ["SUCCEEDED"], "Blocks": []}', id="nothing that fits"),
        pytest.param(b'{"Blocks": [{"Text": "\xff"}]}', id="not UTF-8"),
        pytest.param(rb'{"Blocks": [{"Text": "\ud8"}]}', id="half an escape"),
        pytest.param(rb'{"X": "\ud800"}', id="half a character in something else"),
        pytest.param(b'{"X": ' + b"[" * 100_000, id="nested without end"),
    ],
)
def test_what_is_no_answer_is_a_permanent_error_with_a_reason(data: bytes) -> None:
    with pytest.raises(UnreadableAnswer, match=r"Textract's answer cannot be read: \S+") as raised:
        decode_part(data)

    assert isinstance(raised.value, PermanentError)


def test_the_reason_names_the_member() -> None:
    with pytest.raises(UnreadableAnswer, match=r"got `int` - at `\$\.Blocks`"):
        decode_part(b'{"Blocks": 5}')


def test_a_member_of_another_type_is_left_out_and_named_and_the_rest_is_read() -> None:
    part = decode_part(
        b'{"JobStatus": 7, "Blocks": [{"Id": "a", "Page": "2", "Text": ["x"], "Confidence": "99.5",'
        b'"Geometry": {"BoundingBox": {"Left": null, "Top": 0.5}}}, null,'
        b'{"Id": "b", "Page": "two"}]}'
    )

    assert part.blocks is not None
    first, second = part.blocks
    assert (first.id, first.page, first.text, first.confidence) == ("a", 2, None, 99.5)
    assert first.geometry is not None
    assert first.geometry.bounding_box is not None
    assert isnan(first.geometry.bounding_box.left)
    assert first.geometry.bounding_box.top == 0.5
    assert (second.id, second.page) == ("b", None)
    assert part.job_status is None
    assert sorted(part.misfits) == ["Blocks", "JobStatus", "Left", "Page", "Text"]


@pytest.mark.parametrize("number", ["1e400", "-1e400", "NaN", "-Infinity", "9" * 5000])
def test_a_number_beyond_all_bounds_is_left_out_and_the_rest_is_read(number: str) -> None:
    confidence = f'"Confidence": {number}'
    text = f'{{"Blocks": [{{"Text": "a", {confidence}}}, {{"Text": "b", "Confidence": 7}}]}}'

    part = decode_part(text.encode())

    assert part.blocks is not None
    assert [(block.text, block.confidence) for block in part.blocks] == [("a", None), ("b", 7.0)]
    assert part.misfits == ["Confidence"]


def test_a_number_beyond_all_bounds_in_a_member_that_nobody_reads_is_nothing_lost() -> None:
    part = decode_part(b'{"Blocks": [{"Text": "a", "New": 1e400}]}')

    assert part.blocks is not None
    assert (part.blocks[0].text, part.misfits) == ("a", [])


@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        (r"a\ud800b", "a\ufffdb"),
        (r"a\uDC00", "a\ufffd"),
        (r"\ud800\ud83d\ude00", "\ufffd\U0001f600"),
        (r"\uD83D\uDE00\udbff", "\U0001f600\ufffd"),
        (r"\ud800\n\\ud800 \u00e9", "\ufffd\n\\ud800 \u00e9"),
    ],
)
def test_half_a_character_is_replaced_and_all_else_is_read(escaped: str, text: str) -> None:
    part = decode_part(f'{{"Blocks": [{{"Text": "{escaped}"}}]}}'.encode())

    assert part.blocks is not None
    assert (part.blocks[0].text, part.misfits) == (text, [])


def test_an_answer_cannot_say_what_of_it_did_not_fit() -> None:
    assert decode_part(b'{"Misfits": ["Blocks"]}').misfits == []


def test_half_a_character_in_the_reason_of_a_failure_hides_no_failure() -> None:
    part = decode_part(rb'{"JobStatus": "FAILED", "StatusMessage": "why\ud800"}')

    assert (part.job_status, part.status_message) == ("FAILED", "why\ufffd")


def test_relationships_of_one_kind_are_put_together() -> None:
    part = decode_part(
        b'{"Blocks": [{"Relationships": [{"Type": "CHILD", "Ids": ["a"]}, {"Type": "VALUE"},'
        b'{"Type": "CHILD", "Ids": ["b"]}]}]}'
    )

    assert part.blocks is not None
    assert related(part.blocks[0], "CHILD") == ["a", "b"]
    assert related(part.blocks[0], "VALUE") == []
