"""A queue in front of each function's workers.

The emulator starts one Node process for every concurrent call and knows only
throttling as a limit, which loses events. Fifty uploads at once would start
hundreds of processes and starve the machine, so calls wait here instead. The
wait is outside of the function's timeout, which starts with the call itself.
A function that calls itself would wait for itself; this system has none.

It would be within the limit of a workflow's task, though, which ends a call that
Lambda lost. None is lost here, and the function's own limit ends a long one.
"""

import os
import threading

from ministack.services import lambda_svc, stepfunctions

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

    invoke_within = stepfunctions._invoke_resource_with_timeout

    def invoke(resource, input_data, timeout):
        if ":function:" in resource or ":lambda:invoke" in resource:
            return stepfunctions._invoke_resource(resource, input_data)
        return invoke_within(resource, input_data, timeout)

    stepfunctions._invoke_resource_with_timeout = invoke
