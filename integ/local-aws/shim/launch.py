"""Starts MiniStack with this folder's bridges, and ends it with its parent.

A launcher rather than a `sitecustomize`: the handlers inherit the emulator's
environment, and should not inherit a PYTHONPATH.
"""

import os
import subprocess
import sys
import threading

import async_targets
import bounded_workers
import cloudformation_gaps
import cognito_integration
import express_names
import heap_limits
import integration_faults
import method_throttles
import preflight_origins
import secure_transport

BRIDGES = (
    async_targets,
    bounded_workers,
    cloudformation_gaps,
    cognito_integration,
    express_names,
    heap_limits,
    integration_faults,
    method_throttles,
    preflight_origins,
    secure_transport,
)

# Runs in a session of its own, so that it survives the signal that it sends.
CLEAN_UP = """
import os, shutil, signal, sys
try:
    os.killpg(int(sys.argv[1]), signal.SIGKILL)
finally:
    shutil.rmtree(sys.argv[2], ignore_errors=True)
"""


def _end_with_parent(folder: str) -> None:
    """Ends this process and its workers when the parent is gone.

    The pipe closes however the parent ends, by SIGKILL included. The workers
    are in this process's group, so none of them outlives it.
    """

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        subprocess.Popen(
            [sys.executable, "-c", CLEAN_UP, str(os.getpgrp()), folder],
            start_new_session=True,
        )

    threading.Thread(target=watch, daemon=True, name="parent-watch").start()


def main() -> None:
    _end_with_parent(os.environ["LOCAL_AWS_FOLDER"])
    for bridge in BRIDGES:
        bridge.install()
    from ministack.app import main as serve

    sys.argv = ["ministack"]
    serve()


if __name__ == "__main__":
    main()
