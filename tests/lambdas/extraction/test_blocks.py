"""Any answer of Textract decodes; anything else is refused with a reason."""

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
        pytest.param(b'{"Blocks": [{"Page": "one"}]}', id="a page that is no number"),
        pytest.param(b'{"Blocks": [{"Text": "\xff"}]}', id="not UTF-8"),
        pytest.param(b'{"Blocks": [{"Confidence": 1e999}]}', id="a number beyond all bounds"),
        pytest.param(b'{"X": ' + b"[" * 100_000, id="nested without end"),
    ],
)
def test_what_is_no_answer_is_a_permanent_error_with_a_reason(data: bytes) -> None:
    with pytest.raises(UnreadableAnswer, match=r"Textract's answer cannot be read: \S+") as raised:
        decode_part(data)

    assert isinstance(raised.value, PermanentError)


def test_the_reason_names_the_member() -> None:
    with pytest.raises(UnreadableAnswer, match=r"got `str` - at `\$\.Blocks\[0\]\.Page`"):
        decode_part(b'{"Blocks": [{"Page": "one"}]}')


def test_relationships_of_one_kind_are_put_together() -> None:
    part = decode_part(
        b'{"Blocks": [{"Relationships": [{"Type": "CHILD", "Ids": ["a"]}, {"Type": "VALUE"},'
        b'{"Type": "CHILD", "Ids": ["b"]}]}]}'
    )

    assert part.blocks is not None
    assert related(part.blocks[0], "CHILD") == ["a", "b"]
    assert related(part.blocks[0], "VALUE") == []
