"""Faults of the calls that a state machine makes itself.

They go from the emulator to itself, past the proxy that stands before it. A test
writes `integration-faults.json` into the emulator's folder: the effect for each
resource, `{"arn:aws:states:::events:putEvents": {"effect": "refuse", "every": 3}}`.
`refuse` does nothing and fails, `lose` does it and fails all the same. Without
the file, which is the rule, nothing differs. The count of faults goes to
`integration-faults.log`, a line each.
"""

import json
import os
import threading

from ministack.services import stepfunctions

_folder = os.environ["LOCAL_AWS_FOLDER"]
_switch = os.path.join(_folder, "integration-faults.json")
_log = os.path.join(_folder, "integration-faults.log")
_guard = threading.Lock()
_calls: dict[str, int] = {}


def _effect_on(resource: str):
    try:
        with open(_switch, encoding="utf-8") as file:
            fault = json.load(file).get(resource)
    except FileNotFoundError:
        return None
    if fault is None:
        return None
    with _guard:
        _calls[resource] = _calls.get(resource, 0) + 1
        return fault["effect"] if _calls[resource] % fault["every"] == 0 else None


def install() -> None:
    invoke = stepfunctions._invoke_resource

    def invoke_or_fail(resource, input_data):
        effect = _effect_on(resource)
        if effect is None:
            return invoke(resource, input_data)
        if effect == "lose":
            invoke(resource, input_data)
        with _guard, open(_log, "a", encoding="utf-8") as file:
            file.write(f"{json.dumps({'effect': effect, 'resource': resource, 'input': input_data})}\n")
        raise stepfunctions._ExecutionError("Faults.ServiceUnavailable", f"a fault of the tests: {effect}")

    stepfunctions._invoke_resource = invoke_or_fail
