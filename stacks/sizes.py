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
    # 3,000 full pages (662 blocks) make a document.json of 300 MB, and as much on the way to it
    "collect": Size(timeout=900, memory=1024, files=2048),
    "sweep": Size(timeout=300, memory=256),
    "detect": Size(timeout=75, memory=512),  # Textract may take 60 to answer
}
