"""The memory of this process, as Linux counts it."""

from __future__ import annotations

from pathlib import Path

STATUS = Path("/proc/self/status")
RESET = Path("/proc/self/clear_refs")
MB = 1024 * 1024


def rss() -> int:
    """Return the resident bytes now."""
    return _status("VmRSS")


def peak_rss() -> int:
    """Return the most resident bytes since the process began, or since `forget_peak`."""
    return _status("VmHWM")


def forget_peak() -> None:
    RESET.write_text("5")  # proc(5), /proc/pid/clear_refs: reset the peak to what is resident now


def _status(name: str) -> int:
    for line in STATUS.read_text().splitlines():
        key, _, value = line.partition(":")
        if key == name:
            return int(value.removesuffix("kB")) * 1024
    raise LookupError(f"{STATUS} has no {name}: memory is measured on Linux only")
