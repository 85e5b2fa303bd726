"""Takes one permission at a time out of the template and tells who notices.

`python -m tests.permissions [--all] [WORD ...]`: of permissions whose name holds one of the words.
The run is spared where it is known to see nothing, unless `--all` asks for it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.permissions.configurations import CONFIGURATIONS
from tests.permissions.mutants import Permission, each_once, without
from tests.permissions.reasons import reason
from tests.permissions.run import what_goes_wrong
from tests.permissions.static import objections
from tests.stacks.synthesized import Synthesized

AT_ONCE = 2  # local AWSs; each keeps a core busy


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Who noticed that a permission was gone; `blind` says why the run cannot."""

    name: str
    test: str | None
    run: str | None
    blind: str | None

    @property
    def row(self) -> str:
        run = self.run or (f"*{self.blind}*" if self.blind else "**not noticed**")
        return f"| `{self.name}` | {self.test or '**not noticed**'} | {run} |"


def judge(stack: Synthesized, permission: Permission, *, run_all: bool) -> Verdict:
    blind = reason(permission.name)
    mutant = without(stack, permission)
    return Verdict(
        name=permission.name,
        test=next(objections(mutant), None),
        run=what_goes_wrong(mutant) if run_all or not blind else None,
        blind=blind,
    )


def main() -> int:
    """Print the table as it grows; return 1 where a permission is missed by nobody."""
    options = _options()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="papertray-synth-") as folder:
        stacks = _stacks(Path(folder))
        for stack in stacks:
            if wrong := what_goes_wrong(stack):
                _say(f"The whole template does not work: {wrong}")
                return 1
        chosen = [
            (stack, permission)
            for stack, permission in each_once(stacks)
            if any(word in permission.name for word in options.words or [""])
        ]
        verdicts = _judged(chosen, run_all=options.all)
    return _summary(verdicts, minutes=(time.monotonic() - started) / 60)


def _stacks(folder: Path) -> list[Synthesized]:
    """Synthesize the stack in each of the configurations."""
    return [
        Synthesized.of(folder / name / "out", make(folder / name))
        for name, make in CONFIGURATIONS.items()
    ]


def _judged(chosen: Sequence[tuple[Synthesized, Permission]], *, run_all: bool) -> list[Verdict]:
    _say("| without | static test | run |\n|---|---|---|")
    verdicts = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for verdict in pool.map(lambda pair: partial(judge, run_all=run_all)(*pair), chosen):
            _say(verdict.row)
            verdicts.append(verdict)
    return verdicts


def _summary(verdicts: Sequence[Verdict], *, minutes: float) -> int:
    nobody = [each.name for each in verdicts if not (each.test or each.run)]
    doubtful = [each.name for each in verdicts if not (each.run or each.blind)]
    _say(
        f"\n{len(verdicts)} permissions in {minutes:.0f} minutes: the static tests noticed "
        f"{sum(bool(each.test) for each in verdicts)}, "
        f"the run {sum(bool(each.run) for each in verdicts)}.\n"
        f"Noticed by nobody: {', '.join(nobody) or 'none'}.\n"
        f"Not noticed by the run, for no known reason: {', '.join(doubtful) or 'none'}."
    )
    return 1 if nobody or doubtful else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.permissions", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="WORD")
    parser.add_argument("--all", action="store_true", help="run even where it sees nothing")
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
