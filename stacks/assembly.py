"""From papertray.toml to the CloudFormation template: the same for AWS, a laptop and the tests."""

from __future__ import annotations

import json
from pathlib import Path

from aws_cdk import App, Validations
from cdk_nag import AwsSolutionsChecks

from lambdas.profiles import PATH, load
from stacks.packaging import PROJECT, function_source
from stacks.pipeline_stack import PipelineStack
from stacks.regions import check_region
from stacks.reviews import BY_A2I, ways

STACK_NAME = "Papertray"
NO_STACK_IS_BUNDLED: list[str] = []


def build_app(
    *,
    configuration: Path = PATH,
    outdir: Path | None = None,
    region: str | None = None,
    build_layer: bool = True,
) -> App:
    """Return the app with its one stack, for any account and region; where the region is known
    already, it must have the services that the configuration needs.

    cdk.json's context is read here too: the CDK's CLI passes it, plain `python app.py` does not.
    """
    wanted = load(configuration)
    check_region(region, a2i=bool(ways(wanted) & BY_A2I))
    context = json.loads((PROJECT / "cdk.json").read_text(encoding="utf-8"))["context"]
    if not build_layer:
        context["aws:cdk:bundling-stacks"] = NO_STACK_IS_BUNDLED
    app = App(
        analytics_reporting=False,
        context=context,
        outdir=str(outdir) if outdir else None,
    )
    with function_source(configuration) as source:
        PipelineStack(app, STACK_NAME, configuration=wanted, source=source)
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    return app


def synth(outdir: Path, *, configuration: Path = PATH) -> Path:
    """Write the template, without the layer's contents, and return its path."""
    build_app(configuration=configuration, outdir=outdir, build_layer=False).synth()
    return outdir / f"{STACK_NAME}.template.json"
