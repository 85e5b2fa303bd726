"""`python -m stacks OUTDIR`: the template and the functions' source, without the layer's contents.

In a process of its own, the CDK's Node.js ends with the work.
"""

import sys
from pathlib import Path

from lambdas.errors import PapertrayError

try:
    from stacks.assembly import synth

    synth(Path(sys.argv[1]))
except PapertrayError as error:
    sys.exit(str(error))
