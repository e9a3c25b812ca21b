"""Has a rule's function called as Lambda calls it for an event.

The emulator calls it once and forgets it where it fails. Its own asynchronous
call tries twice more, and then keeps the event in the function's dead-letter
queue: the one thing that a rule's target does.
"""

import json

from ministack.services import eventbridge, lambda_svc


def install() -> None:
    def invoke(arn, payload):
        func, config, _ = lambda_svc._get_func_record_for_ref(arn)
        if func and config:
            lambda_svc.invoke_async_with_retry(lambda_svc._execution_record_for_config(func, config), json.loads(payload))

    eventbridge._dispatch_to_lambda = invoke
