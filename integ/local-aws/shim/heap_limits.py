"""Node's heap limits, as Lambda sets them from the function's memory.

The emulator starts `node` without them: V8 then takes its limits from the
machine's memory, and a function keeps garbage for which Lambda has no room.
Lambda's start script gives the young generation a tenth of the memory (two half
spaces) and the old one the rest.
"""

from ministack.core import lambda_runtime


def _options(memory: int) -> str:
    young = memory // 10
    return f"--max-semi-space-size={young // 2} --max-old-space-size={memory - young}"


def install() -> None:
    spawn = lambda_runtime.Worker._spawn

    def spawn_within_limits(worker):
        config = worker.config
        if not config.get("Runtime", "").startswith("nodejs"):
            return spawn(worker)
        environment = config.get("Environment") or {}
        variables = dict(environment.get("Variables") or {})
        own = variables.get("NODE_OPTIONS", "")
        variables["NODE_OPTIONS"] = f"{_options(config.get('MemorySize', 128))} {own}".strip()
        worker.config = {**config, "Environment": {**environment, "Variables": variables}}
        try:
            return spawn(worker)
        finally:
            worker.config = config

    lambda_runtime.Worker._spawn = spawn_within_limits
