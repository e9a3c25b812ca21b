import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Telemetry } from '../telemetry';
import { corsHeaders } from './cors';
import { Problem } from './problem';
import { renderProblem, renderReply, Reply } from './reply';
import { ApiRequest } from './request';

export type Route = (request: ApiRequest) => Promise<Reply>;
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
    const shared = { Vary: 'Origin', ...corsHeaders(allowedOrigins, request.header('origin')) };
    try {
      return renderReply(await routeOf(routes, request)(request), shared);
    } catch (error) {
      return renderProblem(problemOf(error, request, telemetry), request.id, shared);
    }
  };
}

function routeOf(routes: Routes, request: ApiRequest): Route {
  const route: Route | undefined = routes[request.route];
  if (!route) throw new Problem('not-found', `There is no call ${request.route}.`);
  return route;
}

function problemOf(error: unknown, request: ApiRequest, telemetry: Telemetry): Problem {
  if (error instanceof Problem) return error;
  telemetry.error('request failed', error, { request_id: request.id, route: request.route });
  return new Problem('internal-error', 'Try again; if it happens again, report the value of "instance".');
}
