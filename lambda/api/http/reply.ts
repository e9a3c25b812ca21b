import type { APIGatewayProxyResult } from 'aws-lambda';
import { Problem } from './problem';
import { PROBLEMS, PROBLEM_TYPE_BASE } from '../../../src/contract/problems';

/** What a route answers with; `body` is sent as JSON, none for `undefined`. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Headers = Readonly<Record<string, string>>;

// Answers hold tokens, presigned URLs and states that change: none belongs into a cache.
const ALWAYS: Headers = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

export function renderReply({ status, body, headers }: Reply, shared: Headers): APIGatewayProxyResult {
  return render(status, 'application/json', body, { ...headers, ...shared });
}

/** RFC 9457, with `code` and, as `instance`, the id of the request that the logs know it by. */
export function renderProblem(problem: Problem, requestId: string, shared: Headers): APIGatewayProxyResult {
  const { status, title } = PROBLEMS[problem.code];
  const body = {
    type: PROBLEM_TYPE_BASE + problem.code,
    title,
    status,
    detail: problem.detail,
    instance: requestId,
    code: problem.code,
    ...problem.extras.members,
  };
  return render(status, 'application/problem+json', body, { ...problem.extras.headers, ...shared });
}

function render(statusCode: number, type: string, body: unknown, headers: Headers): APIGatewayProxyResult {
  if (body === undefined) return { statusCode, headers: { ...ALWAYS, ...headers }, body: '' };
  return { statusCode, headers: { ...ALWAYS, 'Content-Type': type, ...headers }, body: JSON.stringify(body) };
}
