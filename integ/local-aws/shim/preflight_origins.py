"""Answers the CORS preflight for every allowed origin of a REST API.

With several allowed origins CDK makes a response template which echoes the
caller's. The emulator does not run it: it names the first origin to everyone
and sends the template itself as the body of the 204.
"""

import re

from ministack.services import apigateway_v1

_TEMPLATE_START = b"#set($origin"
_ORIGIN_TEST = re.compile(r'\$origin\s*==\s*"([^"]+)"')


def install() -> None:
    execute = apigateway_v1._execute_in_scope

    async def execute_with_echo(request, api_id, stage_name, method, path, headers, *rest):
        response = await execute(request, api_id, stage_name, method, path, headers, *rest)
        # The gateway's own errors are no tuples at this point.
        if method != "OPTIONS" or not isinstance(response, tuple):
            return response
        status, answer, body = response
        if not body.startswith(_TEMPLATE_START):
            return response
        origin = headers.get("origin", "")
        if origin in _ORIGIN_TEST.findall(body.decode()):
            answer = {**answer, "Access-Control-Allow-Origin": origin}
        return status, answer, b""

    apigateway_v1._execute_in_scope = execute_with_echo
