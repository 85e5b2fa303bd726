"""`python -m stacks OUTDIR [CONFIGURATION]`: the template and the functions' source, without the
layer's contents, of the project's papertray.toml or of another one.

In a process of its own, the CDK's Node.js ends with the work.
"""

import sys
from pathlib import Path

from lambdas.errors import PapertrayError
from lambdas.profiles import PATH

try:
    from stacks.assembly import synth

    outdir, *configuration = map(Path, sys.argv[1:])
    synth(outdir, configuration=next(iter(configuration), PATH))
except PapertrayError as error:
    sys.exit(str(error))
