"""A queue in front of each function's workers.

The emulator starts one Node process for every concurrent call and knows only
throttling as a limit, which loses events. Fifty uploads at once would start
hundreds of processes and starve the machine, so calls wait here instead. The
wait is outside of the function's timeout, which starts with the call itself.
A function that calls itself would wait for itself; this system has none.
"""

import os
import threading

from ministack.services import lambda_svc

_slots: dict[str, threading.BoundedSemaphore] = {}
_slots_guard = threading.Lock()


def _slot_of(function: dict, limit: int) -> threading.BoundedSemaphore:
    config = function.get("config") or function
    name = config.get("FunctionArn") or config.get("FunctionName", "")
    with _slots_guard:
        return _slots.setdefault(name, threading.BoundedSemaphore(limit))


def install() -> None:
    limit = int(os.environ["LOCAL_AWS_WORKERS_PER_FUNCTION"])
    run = lambda_svc._execute_function_warm

    def run_when_free(func, event, request_id):
        with _slot_of(func, limit):
            return run(func, event, request_id)

    lambda_svc._execute_function_warm = run_when_free
