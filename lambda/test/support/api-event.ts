import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

export interface Call {
  /** `POST /upload`: method and resource. */
  readonly route: string;
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly text?: string | null;
  readonly base64?: boolean;
  readonly headers?: Record<string, string>;
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string>;
  /** All values of each parameter; without it, `query` has each once. */
  readonly queries?: Record<string, string[]>;
  readonly claims?: Record<string, unknown>;
}

export const USER_ID = '84282428-50a1-70f4-b0a5-3c0e1d3e4b6a';

/** As API Gateway makes it; the fields that no handler reads are left out. */
export function apiEvent(call: Call): APIGatewayProxyEvent {
  const [httpMethod, resource] = call.route.split(' ');
  const event = {
    httpMethod,
    resource,
    headers: { 'Content-Type': 'application/json', ...call.headers },
    pathParameters: call.path ?? null,
    queryStringParameters: call.query ?? null,
    multiValueQueryStringParameters: call.queries ?? onceEach(call.query),
    body: call.text !== undefined ? call.text : call.body === undefined ? null : JSON.stringify(call.body),
    isBase64Encoded: call.base64 ?? false,
    requestContext: { requestId: 'request-1', authorizer: call.claims ? { claims: call.claims } : undefined },
  };
  return event as unknown as APIGatewayProxyEvent;
}

function onceEach(query: Call['query']): Record<string, string[]> | null {
  return query ? Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])) : null;
}

export const OWNER = { sub: USER_ID, token_use: 'id' };

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: ReturnType<typeof JSON.parse>;
}

export function read({ statusCode, headers, body }: APIGatewayProxyResult): Answer {
  return { status: statusCode, headers: headers ?? {}, body: body === '' ? undefined : JSON.parse(body) };
}
