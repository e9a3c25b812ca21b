import { ImageHeader } from './inspect-image';
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
export function judgeHeader({ width, height, frames }: ImageHeader, limits: ImageLimits): void {
  refuseIf(Math.max(width, height) > limits.maxSide, 'too-many-pixels');
  refuseIf(width * height > limits.maxPixels, 'too-many-pixels');
  refuseIf(frames > limits.maxFrames, 'too-many-frames');
  refuseIf(width * height * frames > limits.maxPixels, 'too-many-pixels');
}

/** Without parameters; S3 keeps the header as the client wrote it. */
function declaredType(object: StoredObject): string | undefined {
  return object.type?.split(';')[0].trim().toLowerCase();
}

function refuseIf(condition: boolean, reason: RejectionReason): void {
  if (condition) throw new RejectedFile(reason);
}
