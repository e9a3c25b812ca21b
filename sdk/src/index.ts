export { ImageManagementClient } from './client.js';
export type { ImageManagementClientOptions } from './client.js';
export type { Page, Listing } from './core/listing.js';
export type { AuthListener } from './core/session.js';
export {
  AbortError, ApiError, ImageFailedError, ImageManagementError, ImageNotReadyError, ImageRejectedError, InvalidRequestError,
  NetworkError, NotFoundError, RateLimitError, TimeoutError, UnauthorizedError, UploadError,
  isAbortError, isApiError, isImageFailedError, isImageManagementError, isImageNotReadyError, isImageRejectedError,
  isInvalidRequestError, isNetworkError, isNotFoundError, isRateLimitError, isTimeoutError, isUnauthorizedError, isUploadError,
} from './errors.js';
export type { ErrorDetails, FieldError } from './errors.js';
export { fileFromPath } from './node-platform.js';
export type { Auth, Email, EmailAndCode, EmailAndPassword, NewPassword } from './resources/auth.js';
export { placeholderUrl } from './pictures/placeholder.js';
export { shrinkImage } from './pictures/shrink-image.js';
export type { ShrinkOptions } from './pictures/shrink-image.js';
export type {
  CommonUploadOptions, FileProgress, ListOptions, PictureOptions, PictureSourcesOptions, SrcsetOptions, UploadManyOptions, UploadOptions,
  UrlOptions,
} from './resources/image-options.js';
export type { Images } from './resources/images.js';
export type { PictureSource, PictureSources, Srcset } from './resources/srcset.js';
export type { ReadyOptions, UploadResult, UploadedImage } from './resources/uploaded-image.js';
export { LocalStorageTokenStore, MemoryTokenStore } from './token-store.js';
export type { KeyValueStorage, LocalStorageTokenStoreOptions, TokenStore, Tokens } from './token-store.js';
export type {
  CallOptions, CodeDelivery, ImageCallOptions, ImageFormat, ImageRecord, ImageStatus, OpenEnded, ReadyImage, RejectionReason, Rendition,
  RenditionUrl, SignUpResult,
} from './types.js';
export type { ProgressListener, UploadProgress } from './upload/progress.js';
export type { ByteStream } from './upload/pieces.js';
export type { NativeFile, StreamFile, UploadSource } from './upload/source.js';
