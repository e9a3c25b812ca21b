/** Fields of an error; only `code` and `retryable` are always there. */
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
 * Base of every error of this package. Branch on the guards (`isImageRejectedError` …) or on `code`: both are stable,
 * messages may change.
 */
export class ImageManagementError extends Error {
  override readonly name: string = 'ImageManagementError';
  /** Stable, in kebab-case: the server's `code`, or the client's own if no server answered. */
  readonly code: string;
  /** HTTP status of the answer, if there was one. */
  readonly status?: number;
  /** Request id, by which the operator finds the request in the logs. */
  readonly requestId?: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** Milliseconds that the server asked to wait, if it did. */
  readonly retryAfter?: number;
  /** URL of the documentation of the code, if the API answered. */
  readonly docsUrl?: string;

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.retryable = details.retryable;
    this.status = details.status;
    this.requestId = details.requestId;
    this.retryAfter = details.retryAfter;
    this.docsUrl = details.docsUrl;
    // Guards use this mark and the name instead of `instanceof`, which fails with two copies of the package in one program.
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** The API answered with an error. Those without a subclass differ by `code` and `status`. */
export class ApiError extends ImageManagementError {
  override readonly name: string = 'ApiError';
}

/** An invalid field of a request. */
export interface FieldError {
  /** Name of the field in the API: snake_case. */
  readonly field: string;
  readonly message: string;
}

/** The request is invalid (status 400): `errors` names the fields. */
export class InvalidRequestError extends ApiError {
  override readonly name = 'InvalidRequestError';
  readonly errors: readonly FieldError[];

  constructor(message: string, details: ErrorDetails & { readonly errors: readonly FieldError[] }) {
    super(message, details);
    this.errors = details.errors;
  }
}

/** Wrong password, or an expired or missing sign-in (status 401; code `not-signed-in` if no request was sent). */
export class UnauthorizedError extends ApiError {
  override readonly name = 'UnauthorizedError';
}

/** There is no such image, or it belongs to another user (status 404). */
export class NotFoundError extends ApiError {
  override readonly name = 'NotFoundError';
}

/** Too many requests (status 429): `retryAfter` is the time to wait. */
export class RateLimitError extends ApiError {
  override readonly name = 'RateLimitError';
}

/** The file is at fault: corrupt, not of its declared type, too large … Uploading it again cannot help. */
export class ImageRejectedError extends ImageManagementError {
  override readonly name = 'ImageRejectedError';
  readonly imageId: string;
  /** Such as `corrupt-image`, `type-mismatch`, `too-many-pixels`. */
  readonly reason: string;
  /** The moderation's explanation if the reason is `content-refused`. */
  readonly reasonDetail?: string;

  constructor(imageId: string, reason: string, details: Partial<ErrorDetails> = {}, reasonDetail?: string) {
    super(`Image ${imageId} was rejected: ${reason}.`, { code: 'image-rejected', retryable: false, ...details });
    this.imageId = imageId;
    this.reason = reason;
    this.reasonDetail = reasonDetail;
  }
}

/** The system failed to process the image; the file is not at fault. */
export class ImageFailedError extends ImageManagementError {
  override readonly name = 'ImageFailedError';
  readonly imageId: string;

  constructor(imageId: string, details: Partial<ErrorDetails> = {}) {
    super(`Image ${imageId} could not be processed. The file is not at fault.`, {
      code: 'processing-failed', retryable: false, ...details,
    });
    this.imageId = imageId;
  }
}

/** The image is still being processed, so the rendition does not exist yet. */
export class ImageNotReadyError extends ImageManagementError {
  override readonly name = 'ImageNotReadyError';
  readonly imageId: string;

  constructor(imageId: string, details: Partial<ErrorDetails> = {}) {
    super(`Image ${imageId} is not ready yet. Wait with images.waitUntilReady().`, {
      code: 'image-not-ready', retryable: true, ...details,
    });
    this.imageId = imageId;
  }
}

/** The storage rejected an upload. */
export class UploadError extends ImageManagementError {
  override readonly name = 'UploadError';
  /** The storage's code, such as `EntityTooLarge` or `SignatureDoesNotMatch`, if it sent one. */
  readonly storageCode?: string;

  constructor(message: string, details: ErrorDetails & { readonly storageCode?: string }) {
    super(message, details);
    this.storageCode = details.storageCode;
  }
}

/** There was no answer: offline, host not found, connection refused or broken; in a browser also a blocked CORS request. */
export class NetworkError extends ImageManagementError {
  override readonly name = 'NetworkError';
}

/** An answer, the next bytes of an upload or the processing of an image took too long. */
export class TimeoutError extends ImageManagementError {
  override readonly name = 'TimeoutError';
}

/** The caller's `signal` aborted the call. */
export class AbortError extends ImageManagementError {
  override readonly name = 'AbortError';
}

const API_ERRORS = ['ApiError', 'InvalidRequestError', 'UnauthorizedError', 'NotFoundError', 'RateLimitError'];

/** Whether it is an error of this package. */
export function isImageManagementError(error: unknown): error is ImageManagementError {
  return typeof error === 'object' && error !== null && (error as { [BRAND]?: boolean })[BRAND] === true;
}

function named(error: unknown, ...names: readonly string[]): boolean {
  return isImageManagementError(error) && names.includes(error.name);
}

/** Whether it is {@link ApiError} or one of its subclasses. */
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
