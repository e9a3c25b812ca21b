import { inParallel } from '../core/in-parallel.js';
import { ImageManagementError, isImageManagementError } from '../errors.js';
import type { UploadProgress } from './progress.js';
import type { UploadSource } from './source.js';
import type { CommonUploadOptions } from '../resources/image-options.js';
import type { UploadedImage } from '../resources/uploaded-image.js';

/** How one file of several ended. */
export type UploadResult =
  | { readonly status: 'fulfilled'; readonly file: UploadSource; readonly value: UploadedImage }
  | { readonly status: 'rejected'; readonly file: UploadSource; readonly reason: ImageManagementError };

/** How far one file of several is. */
export interface FileProgress extends UploadProgress {
  readonly file: UploadSource;
  /** Position among the files, from 0. */
  readonly index: number;
}

export interface UploadManyOptions extends CommonUploadOptions {
  /** Files at a time, at least 1. @default 3 */
  readonly concurrency?: number;
  /** Called as `onProgress` of a single upload is, for each file. @default none */
  readonly onProgress?: (progress: FileProgress) => void;
  /** Called as soon as a file has ended, well or not. @default none */
  readonly onResult?: (result: UploadResult, index: number) => void;
}

const CONCURRENCY = 3;

/** Uploads each file by `upload`, a few at a time. A file that fails, or that the signal ends, is a result too. */
export async function uploadMany(
  files: Iterable<UploadSource>,
  upload: (file: UploadSource, onProgress: (progress: UploadProgress) => void) => Promise<UploadedImage>,
  { concurrency = CONCURRENCY, onProgress, onResult }: UploadManyOptions,
): Promise<UploadResult[]> {
  if (!Number.isInteger(concurrency) || concurrency < 1) throw new RangeError(`concurrency should be a whole number of at least 1, got ${concurrency}.`);
  return inParallel([...files], concurrency, async (file, index) => {
    const result = await upload(file, (progress) => onProgress?.({ ...progress, file, index })).then(
      (value): UploadResult => ({ status: 'fulfilled', file, value }),
      (error: unknown): UploadResult => ({ status: 'rejected', file, reason: typed(error) }),
    );
    onResult?.(result, index);
    return result;
  });
}

/** What the caller's own functions throw, or a source that is none, among the errors that a guard knows. */
function typed(cause: unknown): ImageManagementError {
  return isImageManagementError(cause) ? cause : new ImageManagementError(String(cause), { code: 'unexpected', retryable: false, cause });
}
