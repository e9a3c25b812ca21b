import {
  ApiError, ImageFailedError, ImageManagementError, ImageRejectedError, InvalidRequestError, NetworkError, NotFoundError, RateLimitError,
  UnauthorizedError,
} from '../errors.js';
import type { Schemas } from '../wire.js';

type RejectedProblem = Schemas['ImageRejectedProblem'];

/** RFC 9457. Every field may be missing: gateways and proxies answer in their own format. */
type Problem = Partial<
  Record<'type' | 'title' | 'code', string>
  & Pick<RejectedProblem, 'detail' | 'instance' | 'image_id' | 'reason' | 'reason_detail'>
  & Pick<Schemas['InvalidRequestProblem'], 'errors'>
>;

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'invalid-request', 401: 'unauthorized', 403: 'forbidden', 404: 'not-found', 413: 'file-too-large', 429: 'too-many-requests',
};
const RETRYABLE_STATUS = [408, 429, 500, 502, 503, 504];

export function networkError(cause: unknown): NetworkError {
  return new NetworkError("The server did not answer. Check the connection and the backend's allowedOrigins.", {
    code: 'network', retryable: true, cause,
  });
}

/** The error for an answer of status 400 or above, with any body. */
export function problemOf({ status, headers }: Response, data: unknown): ImageManagementError {
  const problem: Problem = typeof data === 'object' && data !== null ? data : {};
  const code = problem.code ?? CODE_OF_STATUS[status] ?? (status >= 500 ? 'server-error' : `http-${status}`);
  const requestId = problem.instance ?? headers.get('x-amzn-requestid') ?? headers.get('x-request-id') ?? undefined;
  const docsUrl = problem.type?.startsWith('http') ? problem.type : undefined;
  const details = { code, status, requestId, docsUrl, retryable: RETRYABLE_STATUS.includes(status), retryAfter: retryAfterOf(headers) };
  const message = problem.detail ?? problem.title ?? `The server answered ${status}.`;
  const imageId = problem.image_id ?? '';
  if (code === 'image-rejected') return new ImageRejectedError(imageId, problem.reason ?? 'unknown', details, problem.reason_detail);
  if (code === 'processing-failed') return new ImageFailedError(imageId, details);
  switch (status) {
    case 400: return new InvalidRequestError(message, { ...details, errors: problem.errors ?? [] });
    case 401: return new UnauthorizedError(message, details);
    case 404: return new NotFoundError(message, details);
    case 429: return new RateLimitError(message, details);
    default: return new ApiError(message, details);
  }
}

/** Milliseconds of a `Retry-After` header, which is seconds or an HTTP date; `undefined` if it is absent or unreadable. */
export function retryAfterOf(headers: Headers, now = Date.now()): number | undefined {
  const value = headers.get('retry-after');
  if (!value) return undefined;
  const milliseconds = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}
