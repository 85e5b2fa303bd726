"""The OCR networks that rapidocr's wheel carries, opened once and run one page at a time."""

from __future__ import annotations

import os
import threading
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

THREADS = max(1, min(4, os.cpu_count() or 1))  # beyond 4 these small networks gain nothing
_QUIET = 3  # onnxruntime's severity for errors
_running = threading.Lock()
"""One run at a time: a run uses all threads, and two at once would need twice the memory."""


def run(name: str, batch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Run the network `name` on a batch and return its only output."""
    with _running:
        session = _session(name)
        (output,) = session.run(None, {session.get_inputs()[0].name: batch})
    return np.asarray(output, dtype=np.float32)


def characters(name: str) -> list[str]:
    """The recogniser's classes: the blank, the model's own list, the space."""
    with _running:
        listed = _session(name).get_modelmeta().custom_metadata_map["character"]
    return ["", *listed.split("\n"), " "]


@cache
def _session(name: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # others work here too
    options.log_severity_level = _QUIET
    return onnxruntime.InferenceSession(
        str(_folder() / f"{name}.onnx"), options, providers=["CPUExecutionProvider"]
    )


def _folder() -> Path:
    # Found, not imported: we want the wheel's model files, not its code.
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        message = "The OCR models are missing: install the package rapidocr (>=3.10,<3.11)."
        raise RuntimeError(message)
    return Path(spec.origin).parent / "models"
