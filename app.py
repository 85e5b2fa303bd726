"""The CDK's entry: `cdk deploy` runs it, and so may you, for the template alone."""

import os
import sys
from pathlib import Path

from lambdas.errors import PapertrayError

try:
    from stacks.assembly import build_app

    build_app(
        outdir=Path(os.environ.get("CDK_OUTDIR", "cdk.out")),
        region=os.environ.get("CDK_DEFAULT_REGION"),
    ).synth()
except PapertrayError as error:
    sys.exit(f"papertray: {error}")
