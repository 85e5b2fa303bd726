"""One page: one paid call, whatever goes wrong around it."""

from __future__ import annotations

import json

from lambdas.pipeline.analyze import analyze
from tests.lambdas import blocks
from tests.lambdas.world import World


def test_a_page_is_analyzed_and_its_meaning_written_down(world: World) -> None:
    work = world.work()
    world.textract.says("AnalyzeDocument", blocks.answer(blocks.form_page("Total:", "12.50")))

    analyze(work, world.services, world.patience())

    assert world.textract.calls("AnalyzeDocument") == [
        {
            "Document": {
                "S3Object": {
                    "Bucket": "uploads",
                    "Name": "forms/a.png",
                    "Version": work.document.version_id,
                }
            },
            "FeatureTypes": ["FORMS"],
        }
    ]
    assert world.status(work.document) == "COMPLETED"
    assert json.loads(world.result(work.document, "document.json"))["fields"][0]["value"] == "12.50"
    assert world.items(work.document)["FIELD#00001"]["field_name"] == "total"
    [(detail_type, detail)] = world.events()
    assert detail_type == "Document Completed"
    assert detail["fields"] == 1
