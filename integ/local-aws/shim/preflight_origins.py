"""Answers the CORS preflight of a REST API for the allowed origins.

With several of them the response template echoes the caller's where it is one.
The emulator does not run it, and sends it as the body of the 204.
"""

import re

from ministack.services import apigateway_v1

_ORIGIN_TEST = re.compile(r'\$origin\s*==\s*"([^"]+)"')


def install() -> None:
    execute = apigateway_v1._execute_in_scope

    async def execute_with_echo(request, api_id, stage_name, method, path, headers, *rest):
        response = await execute(request, api_id, stage_name, method, path, headers, *rest)
        # The gateway's own errors are no tuples at this point; a handler answers no OPTIONS with 204.
        if method != "OPTIONS" or not isinstance(response, tuple) or response[0] != 204:
            return response
        status, answer, template = response
        origin = headers.get("origin", "")
        if origin in _ORIGIN_TEST.findall(template.decode()):
            answer = {**answer, "Access-Control-Allow-Origin": origin}
        return status, answer, b""

    apigateway_v1._execute_in_scope = execute_with_echo
