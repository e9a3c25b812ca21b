import type { CallOptions, ImageCallOptions, ImageFormat, ImageStatus } from '../types.js';
import type { ProgressListener } from '../upload/progress.js';
import type { UploadSource } from '../upload/source.js';

/** What holds for one upload and for many. */
export interface CommonUploadOptions extends CallOptions {
  /**
   * Whether the storage is to check the bytes by their SHA-256: reads the file once more, before it is sent. Needs a
   * platform that hashes (not React Native, nor a page without HTTPS); browsers hold the file in memory meanwhile, and
   * leave files above 64 MiB unchecked. A stream is checked where it is collected first, which Node does not do.
   * @default true
   */
  readonly checksum?: boolean;
  /** Gives another file in place of one that is about to be uploaded, such as a smaller one: see `shrinkImage`. @default none */
  readonly beforeUpload?: (file: UploadSource) => UploadSource | Promise<UploadSource>;
}

export interface UploadOptions extends CommonUploadOptions {
  /** Called with 0 at the start, as bytes leave, and with 100 % once the storage has confirmed. @default none */
  readonly onProgress?: ProgressListener;
  /** Any Unicode; kept as it is. @default the file's own name, else 'image' */
  readonly filename?: string;
  /** Media type. @default the file's own, else what its first bytes or its name tell */
  readonly contentType?: string;
}

export interface ReadyOptions extends ImageCallOptions {
  /** Milliseconds for the whole wait. @default 120000 */
  readonly timeout?: number;
  /** Told the status at each question. @default none */
  readonly onStatus?: (status: ImageStatus) => void;
}

export interface UrlOptions extends ImageCallOptions {
  /** Name of a size, such as `medium`. */
  readonly size: string;
  /** @default what the platform's `Accept` header prefers */
  readonly format?: ImageFormat;
}

export interface ListOptions extends ImageCallOptions {
  /** Images a page, from 1 to 100. @default 20 */
  readonly limit?: number;
  /** Only images of this status. @default every status */
  readonly status?: ImageStatus;
  /** `nextCursor` of an earlier page, to go on after it. @default the newest image */
  readonly cursor?: string;
}

/** Which renditions a page offers to a browser. */
export interface PictureOptions extends ImageCallOptions {
  /** Names of the sizes to use. @default every size with the image's own proportions */
  readonly sizes?: readonly string[];
}

export interface SrcsetOptions extends PictureOptions {
  /** @default 'webp' where the image has it, else its first format */
  readonly format?: ImageFormat;
}

export interface PictureSourcesOptions extends PictureOptions {
  /** How wide the page shows the picture, as the HTML attribute `sizes` says it: `(max-width: 600px) 100vw, 50vw`. @default '100vw' */
  readonly displayWidth?: string;
}
