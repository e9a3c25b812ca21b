import {
  ApiError, ImageFailedError, ImageManagementError, ImageRejectedError, InvalidRequestError, NetworkError, NotFoundError, RateLimitError,
  UnauthorizedError,
} from '../errors.js';
import type { FieldError } from '../errors.js';
import { retryAfterOf } from './delay.js';

/** RFC 9457; every field may be missing: gateways and proxies answer in their own words. */
interface Problem {
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly instance?: string;
  readonly code?: string;
  readonly reason?: string;
  readonly reason_detail?: string;
  readonly image_id?: string;
  readonly errors?: readonly FieldError[];
}

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'invalid-request', 401: 'unauthorized', 403: 'forbidden', 404: 'not-found', 413: 'file-too-large', 429: 'too-many-requests',
};
const RETRYABLE_STATUS = [408, 429, 500, 502, 503, 504];

export function networkError(cause: unknown): NetworkError {
  return new NetworkError('No answer from the server: check the connection, and in a browser that its origin is allowed.', {
    code: 'network', retryable: true, cause,
  });
}

/** An answer of status 400 or more, whatever its body is, as an error of this package. */
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
