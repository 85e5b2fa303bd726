"""Run a module as the main program for as long as its parent lives.

Usage: `python -m local.aws.leash MODULE ARGUMENT ...`.
The parent holds the other end of our standard input. However it ends, the pipe closes with it.
"""

import os
import runpy
import signal
import sys
import threading
import time

GRACE = 5.0  # seconds a program has to stop by itself


def _follow_the_parent() -> None:
    while os.read(0, 1):  # returns b"" when the parent closes the pipe or is gone
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_follow_the_parent, daemon=True).start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
