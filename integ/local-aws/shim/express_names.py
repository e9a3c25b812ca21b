"""Lets two executions of an Express state machine have one name.

On AWS they may, so a second start under a name runs; the emulator refuses it, as
a Standard one does. A second execution gets a name of its own here, which the
workflow does not read.
"""

from ministack.core.responses import new_uuid
from ministack.services import stepfunctions


def install() -> None:
    start = stepfunctions._start_execution

    def start_under_any_name(data):
        arn = data.get("stateMachineArn", "")
        machine = stepfunctions._state_machines.get(arn) or {}
        name = data.get("name")
        taken = name and f"{arn.replace(':stateMachine:', ':execution:')}:{name}" in stepfunctions._executions
        if machine.get("type") == "EXPRESS" and taken:
            data = {**data, "name": f"{name}-{new_uuid()}"[:80]}
        return start(data)

    stepfunctions._start_execution = start_under_any_name
