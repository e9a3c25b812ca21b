import { inParallel } from '../core/scheduling.js';
import { ImageManagementError, isImageManagementError } from '../errors.js';
import type { UploadProgress } from './progress.js';
import type { UploadSource } from './source.js';
import type { UploadManyOptions } from '../resources/image-options.js';
import type { UploadResult, UploadedImage } from '../resources/uploaded-image.js';

const CONCURRENCY = 3;

/** Uploads each file with `upload`, a few at a time. A file that fails or is aborted has a result too. */
export async function uploadMany(
  files: Iterable<UploadSource>,
  upload: (file: UploadSource, onProgress: (progress: UploadProgress) => void) => Promise<UploadedImage>,
  { concurrency = CONCURRENCY, onProgress, onResult }: UploadManyOptions,
): Promise<UploadResult[]> {
  if (!Number.isInteger(concurrency) || concurrency < 1) throw new RangeError(`concurrency must be a whole number of at least 1, got ${concurrency}.`);
  return inParallel([...files], concurrency, async (file, index) => {
    const result = await upload(file, (progress) => onProgress?.({ ...progress, file, index })).then(
      (value): UploadResult => ({ status: 'fulfilled', file, value }),
      (error: unknown): UploadResult => ({ status: 'rejected', file, reason: toClientError(error) }),
    );
    onResult?.(result, index);
    return result;
  });
}

/** Wraps errors of the caller's own functions, so that every result has an error that the guards recognize. */
function toClientError(cause: unknown): ImageManagementError {
  return isImageManagementError(cause) ? cause : new ImageManagementError(String(cause), { code: 'unexpected', retryable: false, cause });
}
