"""Make the sample documents: `python -m local.samples [--out samples]`."""

import argparse
import sys
from pathlib import Path

from local.samples.catalogue import DOCUMENTS


def main() -> None:
    """Write every document into the folder and say how large each became."""
    parser = argparse.ArgumentParser(prog="python -m local.samples", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("samples"), help="where the files go")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for name, make in DOCUMENTS.items():
        size = (out / name).write_bytes(make())
        sys.stdout.write(f"{out / name}  {size / 1024:,.0f} KiB\n")


if __name__ == "__main__":
    main()
