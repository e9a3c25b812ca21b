import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { corsHeaders } from './cors';
import { Problem } from './problem';
import { renderProblem, renderReply, Reply } from './reply';
import { ApiRequest } from './request';
import { methodsOf } from '../../../src/contract/calls';
import type { Telemetry } from '../../runtime/telemetry';

/** Its telemetry is about the request: every line says which, whose, and of which image. */
export type Route = (request: ApiRequest, telemetry: Telemetry) => Promise<Reply>;
/** Keyed by `${httpMethod} ${resource}`. */
export type Routes = Readonly<Record<string, Route>>;

export interface ServeOptions {
  readonly allowedOrigins: readonly string[];
  readonly telemetry: Telemetry;
}

export type ApiHandler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;

/** A handler that always answers: what a route throws becomes a problem, and what nobody foresaw says nothing but its id. */
export function serve(routes: Routes, { allowedOrigins, telemetry }: ServeOptions): ApiHandler {
  return async (event) => {
    const request = new ApiRequest(event);
    const about = telemetry.about(request.subject);
    const shared = { Vary: 'Origin', ...corsHeaders(allowedOrigins, request.header('origin')) };
    try {
      const route = routes[request.route] ?? refuseUnknown(request, allowedOrigins.length > 0);
      return renderReply(await route(request, about), shared);
    } catch (error) {
      return renderProblem(problemOf(error, request, about), request.id, shared);
    }
  };
}

/** API Gateway sends here what is no call, too: `resource` is then a known path with another method, or a pattern. */
function refuseUnknown({ method, resource }: ApiRequest, hasPreflight: boolean): never {
  const methods = methodsOf(resource);
  if (methods.length === 0) throw new Problem('not-found', 'No call has this path.');
  const allowed = [...methods, ...(hasPreflight ? ['OPTIONS'] : [])].join(', ');
  throw new Problem('method-not-allowed', `${resource} takes ${allowed}, not ${method}.`, { headers: { Allow: allowed } });
}

function problemOf(error: unknown, request: ApiRequest, telemetry: Telemetry): Problem {
  if (error instanceof Problem) return error;
  telemetry.error('request failed', error, { route: request.route });
  return new Problem('internal-error', 'Try again; if it happens again, report the value of "instance".');
}
