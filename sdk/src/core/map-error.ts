import { isHTTPError, isNetworkError as isKyNetworkError, isTimeoutError as isKyTimeoutError } from 'ky';
import {
  AbortError, ApiError, ImageManagementError, ImageRejectedError, InvalidRequestError, NetworkError, NotFoundError, RateLimitError,
  TimeoutError, UnauthorizedError, isImageManagementError,
} from '../errors.js';
import type { FieldError } from '../errors.js';
import { retryAfterOf } from './delay.js';

/** RFC 9457; every field may be missing: gateways and proxies answer in their own words. */
interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly instance?: string;
  readonly code?: string;
  readonly reason?: string;
  readonly image_id?: string;
  readonly errors?: readonly FieldError[];
}

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'invalid-request', 401: 'unauthorized', 403: 'forbidden', 404: 'not-found', 413: 'file-too-large', 429: 'too-many-requests',
};
const RETRYABLE_STATUS = new Set([408, 429, 500, 502, 503, 504]);

/** Whatever a call threw, as an error of this package; a bug's own error (TypeError …) is left as it is. */
export function mapError(error: unknown, signal?: AbortSignal): unknown {
  if (isImageManagementError(error)) return error;
  if (signal?.aborted) return fromReason(signal.reason ?? error);
  if (isHTTPError(error)) return fromResponse(error.response, error.data);
  if (isKyTimeoutError(error)) {
    return new TimeoutError('The server did not answer within the timeout.', { code: 'timeout', retryable: true, cause: error });
  }
  if (isKyNetworkError(error)) return networkError(error.cause ?? error);
  return error;
}

export function networkError(cause: unknown): NetworkError {
  return new NetworkError('No answer from the server: check the connection, and in a browser that its origin is allowed.', {
    code: 'network', retryable: true, cause,
  });
}

/** `AbortSignal.timeout()` is the caller's clock, not the caller's wish to stop. */
export function fromReason(reason: unknown): ImageManagementError {
  if (isImageManagementError(reason)) return reason;
  return (reason as Error | undefined)?.name === 'TimeoutError'
    ? new TimeoutError("The time of the caller's signal is over.", { code: 'timeout', retryable: true, cause: reason })
    : new AbortError('The call was aborted.', { code: 'aborted', retryable: false, cause: reason });
}

function fromResponse(response: Response, data: unknown): ImageManagementError {
  const { status, headers } = response;
  const problem: Problem = typeof data === 'object' && data !== null ? data : {};
  const code = problem.code ?? CODE_OF_STATUS[status] ?? (status >= 500 ? 'server-error' : `http-${status}`);
  const requestId = problem.instance ?? headers.get('x-amzn-requestid') ?? headers.get('x-request-id') ?? undefined;
  const details = { code, status, requestId, retryable: RETRYABLE_STATUS.has(status) };
  const message = problem.detail ?? problem.title ?? `The server answered ${status}.`;
  if (code === 'image-rejected') return new ImageRejectedError(problem.image_id ?? '', problem.reason ?? 'unknown', details);
  switch (status) {
    case 400: return new InvalidRequestError(message, { ...details, errors: problem.errors ?? [] });
    case 401: return new UnauthorizedError(message, details);
    case 404: return new NotFoundError(message, details);
    case 429: return new RateLimitError(message, { ...details, retryAfter: retryAfterOf(headers) });
    default: return new ApiError(message, details);
  }
}
