import type { CallOptions, ImageCallOptions, ImageFormat, ImageStatus } from '../types.js';
import type { ProgressListener } from '../upload/progress.js';

export interface UploadOptions extends CallOptions {
  /** Called with 0 at the start, as bytes leave, and with 100 % once the storage has confirmed. */
  readonly onProgress?: ProgressListener;
  /** Any Unicode; kept as it is. Default: the file's own name, else `image`. */
  readonly filename?: string;
  /** Media type. Default: the file's own, else what its first bytes or its name tell. */
  readonly contentType?: string;
  /**
   * Whether the storage is to check the bytes by their SHA-256: reads the file once more, before it is sent.
   * @default true, where the platform can and the file has at most 64 MiB
   */
  readonly checksum?: boolean;
}

export interface ReadyOptions extends ImageCallOptions {
  /** Milliseconds. @default 120000 */
  readonly timeout?: number;
  /** Told the status at each question. */
  readonly onStatus?: (status: ImageStatus) => void;
}

export interface UrlOptions extends ImageCallOptions {
  /** Name of a size, such as `medium`. */
  readonly size: string;
  /** Default: what the platform's `Accept` header prefers. */
  readonly format?: ImageFormat;
}

export interface ListOptions extends ImageCallOptions {
  /** Images a page; the server has a default and a limit. */
  readonly limit?: number;
  readonly status?: ImageStatus;
  /** `nextCursor` of an earlier page, to go on after it. */
  readonly cursor?: string;
}

export interface SrcsetOptions extends ImageCallOptions {
  /** Default: WebP where the image has it, else its first format. */
  readonly format?: ImageFormat;
  /** Names of the sizes to use. Default: every size with the image's own proportions. */
  readonly sizes?: readonly string[];
}
