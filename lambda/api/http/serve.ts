import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { Problem } from './problem';
import { ApiRequest } from './request';
import { methodsOf } from '../../../src/contract/calls';
import { PROBLEM_TYPE_BASE, PROBLEMS } from '../../../src/contract/problems';
import type { Telemetry } from '../../runtime/telemetry';

type Headers = Readonly<Record<string, string>>;

/** What a route returns. The body is sent as JSON; a reply without one has an empty body. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Headers;
}

/** The telemetry adds the ids of the request, the caller and the image to every line. */
export type Route = (request: ApiRequest, telemetry: Telemetry) => Promise<Reply>;
/** Keyed by `${httpMethod} ${resource}`. */
export type Routes = Readonly<Record<string, Route>>;

export interface ServeOptions {
  readonly allowedOrigins: readonly string[];
  readonly telemetry: Telemetry;
}

export type ApiHandler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;

// Answers contain tokens, presigned URLs and changing states, so no cache may keep them.
const SECURITY_HEADERS: Headers = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

/** A handler that always answers: a thrown Problem is rendered, and an unexpected error reveals only the request id. */
export function serve(routes: Routes, { allowedOrigins, telemetry }: ServeOptions): ApiHandler {
  return async (event) => {
    const request = new ApiRequest(event);
    const requestTelemetry = telemetry.about(request.subject);
    const headers = { ...SECURITY_HEADERS, Vary: 'Origin', ...corsHeaders(allowedOrigins, request.header('origin')) };
    try {
      const route = routes[request.route] ?? rejectUnknownRoute(request, allowedOrigins.length > 0);
      const reply = await route(request, requestTelemetry);
      return render(reply.status, 'application/json', reply.body, { ...reply.headers, ...headers });
    } catch (error) {
      return renderProblem(toProblem(error, request, requestTelemetry), request.id, headers);
    }
  };
}

/**
 * Names the caller's origin if it is allowed, never a list and never `*`. `Vary` is sent with every answer, so that a cache
 * does not serve one origin's answer to another. API Gateway answers preflights.
 */
function corsHeaders(allowedOrigins: readonly string[], origin: string | undefined): Headers {
  if (origin === undefined || !(allowedOrigins.includes(origin) || allowedOrigins.includes('*'))) return {};
  return { 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': 'Retry-After' };
}

/** API Gateway also forwards unknown calls; `resource` is then a known path with another method, or a pattern. */
function rejectUnknownRoute({ method, resource }: ApiRequest, hasPreflight: boolean): never {
  const methods = methodsOf(resource);
  if (methods.length === 0) throw new Problem('not-found', 'No call has this path.');
  const allowed = [...methods, ...(hasPreflight ? ['OPTIONS'] : [])].join(', ');
  throw new Problem('method-not-allowed', `${resource} takes ${allowed}, not ${method}.`, { headers: { Allow: allowed } });
}

function toProblem(error: unknown, request: ApiRequest, telemetry: Telemetry): Problem {
  if (error instanceof Problem) return error;
  telemetry.error('request failed', error, { route: request.route });
  return new Problem('internal-error', 'Try again. If it fails again, report the value of "instance".');
}

/** RFC 9457 plus `code`; `instance` is the request id, which the logs contain too. */
function renderProblem({ code, detail, extras }: Problem, requestId: string, headers: Headers): APIGatewayProxyResult {
  const { status, title } = PROBLEMS[code];
  const body = { type: PROBLEM_TYPE_BASE + code, title, status, detail, instance: requestId, code, ...extras.members };
  return render(status, 'application/problem+json', body, { ...extras.headers, ...headers });
}

function render(statusCode: number, type: string, body: unknown, headers: Headers): APIGatewayProxyResult {
  if (body === undefined) return { statusCode, headers, body: '' };
  return { statusCode, headers: { 'Content-Type': type, ...headers }, body: JSON.stringify(body) };
}
