/** What an error is built from; every field but `code` and `retryable` may be absent. */
export interface ErrorDetails {
  readonly code: string;
  readonly retryable: boolean;
  readonly status?: number;
  readonly requestId?: string;
  readonly retryAfter?: number;
  readonly docsUrl?: string;
  readonly cause?: unknown;
}

const BRAND = Symbol.for('image-management-client.error');

/**
 * Base of every error that the client throws on purpose. Branch on the guards (`isImageRejectedError` …) or on
 * `code`: both stay stable, messages may change.
 */
export class ImageManagementError extends Error {
  override readonly name: string = 'ImageManagementError';
  /** Stable, lower-kebab: the server's `code`, or the client's own where no server answered. */
  readonly code: string;
  /** HTTP status of the answer; absent where none came. */
  readonly status?: number;
  /** The server's id of the request, for the operator's logs. */
  readonly requestId?: string;
  /** Whether the same call can succeed later without a change. */
  readonly retryable: boolean;
  /** Milliseconds that the server asked to wait; absent where it did not say. */
  readonly retryAfter?: number;
  /** Where the API's documentation explains the code; absent where no API answered. */
  readonly docsUrl?: string;

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.retryable = details.retryable;
    this.status = details.status;
    this.requestId = details.requestId;
    this.retryAfter = details.retryAfter;
    this.docsUrl = details.docsUrl;
    // Two copies of the package in one program: guards go by this mark and by name, not by class identity.
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** The API answered with an error that has no class of its own: see `code` and `status`. */
export class ApiError extends ImageManagementError {
  override readonly name: string = 'ApiError';
}

/** One field of a request that the API refused. */
export interface FieldError {
  /** Name of the field, as in the API: snake_case. */
  readonly field: string;
  readonly message: string;
}

/** The API refused the request's content (status 400); `errors` names the fields. */
export class InvalidRequestError extends ApiError {
  override readonly name = 'InvalidRequestError';
  readonly errors: readonly FieldError[];

  constructor(message: string, details: ErrorDetails & { readonly errors: readonly FieldError[] }) {
    super(message, details);
    this.errors = details.errors;
  }
}

/** Wrong password, expired or missing sign-in (status 401; code `not-signed-in` where nothing was sent). */
export class UnauthorizedError extends ApiError {
  override readonly name = 'UnauthorizedError';
}

/** No such image, or another user's (status 404). */
export class NotFoundError extends ApiError {
  override readonly name = 'NotFoundError';
}

/** Too many requests (status 429): `retryAfter` tells how long to wait. */
export class RateLimitError extends ApiError {
  override readonly name = 'RateLimitError';
}

/** The file is at fault: unsound, of another type than declared, too large … Sending it again changes nothing. */
export class ImageRejectedError extends ImageManagementError {
  override readonly name = 'ImageRejectedError';
  readonly imageId: string;
  /** Such as `corrupt-image`, `type-mismatch`, `too-many-pixels`. */
  readonly reason: string;
  /** Where its content was refused (`content-refused`): what the backend's moderation says of it. */
  readonly reasonDetail?: string;

  constructor(imageId: string, reason: string, details: Partial<ErrorDetails> = {}, reasonDetail?: string) {
    super(`Image ${imageId} was rejected: ${reason}.`, { code: 'image-rejected', retryable: false, ...details });
    this.imageId = imageId;
    this.reason = reason;
    this.reasonDetail = reasonDetail;
  }
}

/** The system could not process the image: a fault of the system, not of the file. */
export class ImageFailedError extends ImageManagementError {
  override readonly name = 'ImageFailedError';
  readonly imageId: string;

  constructor(imageId: string, details: Partial<ErrorDetails> = {}) {
    super(`Image ${imageId} could not be processed: a fault of the system, not of the file.`, {
      code: 'processing-failed', retryable: false, ...details,
    });
    this.imageId = imageId;
  }
}

/** A rendition was asked for while the image is still being processed. */
export class ImageNotReadyError extends ImageManagementError {
  override readonly name = 'ImageNotReadyError';
  readonly imageId: string;

  constructor(imageId: string, details: Partial<ErrorDetails> = {}) {
    super(`Image ${imageId} is not ready yet: wait with images.waitUntilReady().`, {
      code: 'image-not-ready', retryable: true, ...details,
    });
    this.imageId = imageId;
  }
}

/** The storage refused the bytes of an upload. */
export class UploadError extends ImageManagementError {
  override readonly name = 'UploadError';
  /** The storage's own code, such as `EntityTooLarge` or `SignatureDoesNotMatch`; absent where it named none. */
  readonly storageCode?: string;

  constructor(message: string, details: ErrorDetails & { readonly storageCode?: string }) {
    super(message, details);
    this.storageCode = details.storageCode;
  }
}

/** No answer came: offline, name not resolved, connection refused or cut; in browsers also a refused CORS request. */
export class NetworkError extends ImageManagementError {
  override readonly name = 'NetworkError';
}

/** An answer, an upload's next bytes or an image's readiness took longer than its limit. */
export class TimeoutError extends ImageManagementError {
  override readonly name = 'TimeoutError';
}

/** The caller's `signal` ended the call. */
export class AbortError extends ImageManagementError {
  override readonly name = 'AbortError';
}

const API_ERRORS = ['ApiError', 'InvalidRequestError', 'UnauthorizedError', 'NotFoundError', 'RateLimitError'];

/** Whether the client threw this on purpose. */
export function isImageManagementError(error: unknown): error is ImageManagementError {
  return typeof error === 'object' && error !== null && (error as { [BRAND]?: boolean })[BRAND] === true;
}

function named(error: unknown, ...names: readonly string[]): boolean {
  return isImageManagementError(error) && names.includes(error.name);
}

/** Whether the API answered with an error, any of them. */
export const isApiError = (error: unknown): error is ApiError => named(error, ...API_ERRORS);
/** Whether it is {@link InvalidRequestError}. */
export const isInvalidRequestError = (error: unknown): error is InvalidRequestError => named(error, 'InvalidRequestError');
/** Whether it is {@link UnauthorizedError}. */
export const isUnauthorizedError = (error: unknown): error is UnauthorizedError => named(error, 'UnauthorizedError');
/** Whether it is {@link NotFoundError}. */
export const isNotFoundError = (error: unknown): error is NotFoundError => named(error, 'NotFoundError');
/** Whether it is {@link RateLimitError}. */
export const isRateLimitError = (error: unknown): error is RateLimitError => named(error, 'RateLimitError');
/** Whether it is {@link ImageRejectedError}. */
export const isImageRejectedError = (error: unknown): error is ImageRejectedError => named(error, 'ImageRejectedError');
/** Whether it is {@link ImageFailedError}. */
export const isImageFailedError = (error: unknown): error is ImageFailedError => named(error, 'ImageFailedError');
/** Whether it is {@link ImageNotReadyError}. */
export const isImageNotReadyError = (error: unknown): error is ImageNotReadyError => named(error, 'ImageNotReadyError');
/** Whether it is {@link UploadError}. */
export const isUploadError = (error: unknown): error is UploadError => named(error, 'UploadError');
/** Whether it is {@link NetworkError}. */
export const isNetworkError = (error: unknown): error is NetworkError => named(error, 'NetworkError');
/** Whether it is {@link TimeoutError}. */
export const isTimeoutError = (error: unknown): error is TimeoutError => named(error, 'TimeoutError');
/** Whether it is {@link AbortError}. */
export const isAbortError = (error: unknown): error is AbortError => named(error, 'AbortError');
