import { Dimensions } from './geometry';
import { Decoding, ImageHeader } from './inspect-image';
import { StoredObject } from './objects';
import { RejectedFile } from './rejection';
import { sniffType } from './sniff-type';
import { ImageLimits } from '../../../src/contract/image-settings';
import { AcceptedType } from '../../../src/contract/media-types';
import { RejectionReason } from '../../../src/contract/statuses';

/**
 * What an uploaded object is, by its size and first bytes.
 *
 * @throws RejectedFile where it is empty, too large, of no accepted type, or not of the type that it was declared as
 */
export function judgeObject(object: StoredObject, limits: ImageLimits): AcceptedType {
  refuseIf(object.size === 0, 'empty-file');
  refuseIf(object.size > limits.maxFileSize, 'file-too-large');
  const type = sniffType(object.bytes);
  if (type === undefined) throw new RejectedFile('unsupported-type');
  refuseIf(type !== declaredType(object), 'type-mismatch');
  return type;
}

/** @throws RejectedFile where an image has more pixels or frames than the limits allow */
export function judgeHeader({ width, height, frames, decoding }: ImageHeader, limits: ImageLimits): void {
  const pixels = width * height;
  refuseIf(Math.max(width, height) > limits.maxSide, 'too-many-pixels');
  refuseIf(pixels > Math.min(limits.maxPixels, maxPixelsOf(decoding, limits)), 'too-many-pixels');
  refuseIf(frames > limits.maxFrames, 'too-many-frames');
  refuseIf(frames > 1 && pixels * frames > limits.maxAnimationPixels, 'too-many-pixels');
}

/** @throws RejectedFile where padding or enlarging makes an animation's frames together bigger than the limits allow */
export function judgeSizes(frames: number, sizes: readonly Dimensions[], limits: ImageLimits): void {
  refuseIf(frames > 1 && sizes.some(({ width, height }) => width * height * frames > limits.maxAnimationPixels), 'too-many-pixels');
}

function maxPixelsOf(decoding: Decoding, limits: ImageLimits): number {
  switch (decoding) {
    case 'streamed': return limits.maxPixels;
    case 'buffered': return limits.maxBufferedPixels;
    case 'avif': return limits.maxAvifPixels;
  }
}

/** Without parameters; S3 keeps the header as the client wrote it. */
function declaredType(object: StoredObject): string | undefined {
  return object.type?.split(';')[0].trim().toLowerCase();
}

function refuseIf(condition: boolean, reason: RejectionReason): void {
  if (condition) throw new RejectedFile(reason);
}
