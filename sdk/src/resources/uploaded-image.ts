import type { ImageManagementError } from '../errors.js';
import type { ImageCallOptions, ImageStatus, ReadyImage } from '../types.js';
import type { PreparedSource, UploadSource } from '../upload/source.js';

export interface ReadyOptions extends ImageCallOptions {
  /** Milliseconds for the whole wait. @default 120000 */
  readonly timeout?: number;
  /** Called with the status after each request. @default none */
  readonly onStatus?: (status: ImageStatus) => void;
}

/** An upload that the storage has confirmed. */
export class UploadedImage {
  readonly imageId: string;
  /** As sent to the backend. */
  readonly filename: string;
  readonly contentType: string;
  /** Bytes; absent if React Native did not provide them. */
  readonly size?: number;
  readonly #ready: (options?: ReadyOptions) => Promise<ReadyImage>;

  /** @internal */
  constructor(imageId: string, source: PreparedSource, ready: (options?: ReadyOptions) => Promise<ReadyImage>) {
    this.imageId = imageId;
    this.filename = source.filename;
    this.contentType = source.contentType;
    this.size = source.size;
    this.#ready = ready;
  }

  /**
   * Waits until every rendition exists. Same as `images.waitUntilReady(imageId, options)`.
   *
   * @returns the record, with a URL for each rendition
   * @throws ImageRejectedError with the reason, ImageFailedError, TimeoutError (after 120 s by default)
   */
  async ready(options?: ReadyOptions): Promise<ReadyImage> {
    return this.#ready(options);
  }
}

/** Outcome of one file of `uploadMany()`. */
export type UploadResult =
  | { readonly status: 'fulfilled'; readonly file: UploadSource; readonly value: UploadedImage }
  | { readonly status: 'rejected'; readonly file: UploadSource; readonly reason: ImageManagementError };
