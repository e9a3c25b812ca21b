import type { ReadyImage } from '../types.js';
import type { ReadyOptions } from './image-options.js';
import type { PreparedSource } from '../upload/source.js';

/** An upload that the storage has confirmed. */
export class UploadedImage {
  readonly imageId: string;
  /** As sent to the backend. */
  readonly filename: string;
  readonly contentType: string;
  /** Bytes; absent where React Native did not give them. */
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
   * Waits until every rendition exists, and gives the record with an address of each; the same as `images.waitUntilReady(imageId, options)`.
   *
   * @throws ImageRejectedError with the reason, ImageFailedError, TimeoutError (default: after 120 s)
   */
  async ready(options?: ReadyOptions): Promise<ReadyImage> {
    return this.#ready(options);
  }
}
