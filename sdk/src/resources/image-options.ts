import type { CallOptions, ImageCallOptions, ImageFormat, ImageStatus } from '../types.js';
import type { UploadResult } from './uploaded-image.js';
import type { ProgressListener, UploadProgress } from '../upload/progress.js';
import type { UploadSource } from '../upload/source.js';

/** Options of `upload()` and `uploadMany()`. */
export interface CommonUploadOptions extends CallOptions {
  /**
   * Whether the storage verifies the bytes by their SHA-256. The client then reads the file once before sending it.
   * React Native and pages without HTTPS cannot hash. Browsers read the file into memory for it, and skip files above
   * 64 MiB. Node does not hash streams.
   * @default true
   */
  readonly checksum?: boolean;
  /** Returns the file to upload instead, such as a smaller one: see `shrinkImage`. @default none */
  readonly beforeUpload?: (file: UploadSource) => UploadSource | Promise<UploadSource>;
}

export interface UploadOptions extends CommonUploadOptions {
  /** Called with 0 at the start, while bytes are sent, and with 100 % once the storage has confirmed. @default none */
  readonly onProgress?: ProgressListener;
  /** Any Unicode text. @default the file's own name, else 'image' */
  readonly filename?: string;
  /** Media type. @default the file's own type, else detected from its first bytes or its name */
  readonly contentType?: string;
}

/** Progress of one file of `uploadMany()`. */
export interface FileProgress extends UploadProgress {
  readonly file: UploadSource;
  /** Index of the file, from 0. */
  readonly index: number;
}

export interface UploadManyOptions extends CommonUploadOptions {
  /** Files at a time, at least 1. @default 3 */
  readonly concurrency?: number;
  /** Called for each file as `onProgress` of `upload()` is. @default none */
  readonly onProgress?: (progress: FileProgress) => void;
  /** Called when an upload has succeeded or failed. @default none */
  readonly onResult?: (result: UploadResult, index: number) => void;
}

export interface UrlOptions extends ImageCallOptions {
  /** Name of a size, such as `medium`. */
  readonly size: string;
  /** @default what the platform's `Accept` header prefers */
  readonly format?: ImageFormat;
}

export interface ListOptions extends ImageCallOptions {
  /** Images per page, from 1 to 100. @default 20 */
  readonly limit?: number;
  /** Only images with this status. @default every status */
  readonly status?: ImageStatus;
  /** `nextCursor` of the previous page. @default the listing starts at the newest image */
  readonly cursor?: string;
}

/** Renditions that a page offers to the browser. */
export interface PictureOptions extends ImageCallOptions {
  /** Names of the sizes to use. @default every size with the proportions of the image */
  readonly sizes?: readonly string[];
}

export interface SrcsetOptions extends PictureOptions {
  /** @default 'webp' if the image has it, else its first format */
  readonly format?: ImageFormat;
}

export interface PictureSourcesOptions extends PictureOptions {
  /** Width of the picture on the page, in the syntax of the HTML attribute `sizes`: `(max-width: 600px) 100vw, 50vw`. @default '100vw' */
  readonly displayWidth?: string;
}
