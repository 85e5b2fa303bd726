"""How much time and memory each function gets."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import Duration


@dataclass(frozen=True, kw_only=True)
class Size:
    """Seconds until a function is stopped; memory in MB, which is also its share of CPU; room for
    files in MB, of which Lambda gives 512 for nothing."""

    timeout: int
    memory: int
    files: int = 512

    @property
    def duration(self) -> Duration:
        return Duration.seconds(self.timeout)


SIZES = {
    "ingest": Size(timeout=120, memory=512),
    "analyze": Size(timeout=120, memory=1024),
    "start": Size(timeout=120, memory=256),
    # One whole processor (1,769 MB, Lambda guide), as reading 3,000 pages is work, and room for the
    # files of so many: 300 MB of `document.json` where the pages are full (662 blocks).
    "collect": Size(timeout=900, memory=1769, files=2048),
    "sweep": Size(timeout=300, memory=256),
    "detect": Size(timeout=75, memory=512),  # Textract may take 60 to answer
    # As `collect`, with room for a document as it was, beside the document as it will be.
    "reconcile": Size(timeout=900, memory=1769, files=3072),
    "review": Size(timeout=30, memory=512),
    "flow_definition": Size(timeout=180, memory=256),  # Amazon A2I takes seconds
}
