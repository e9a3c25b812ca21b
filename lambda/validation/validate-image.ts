import { ImageLimits } from '../../src/contract/image-settings';
import { AcceptedType } from '../../src/contract/media-types';
import { RejectionReason } from '../../src/contract/statuses';
import { UploadedImage, ValidatedImage, ValidationVerdict } from '../../src/contract/workflow';
import { ImageHeader, inspectImage } from '../shared/imaging/inspect-image';
import { checkUnchanged, ObjectReader, StoredObject } from '../shared/imaging/objects';
import { RejectedFile, rejectionOf } from '../shared/imaging/rejection';
import { sniffType } from '../shared/imaging/sniff-type';

/** Holds the whole header of nearly every JPEG, PNG and AVIF. */
const HEAD_BYTES = 64 * 1024;

/** libvips opens a WebP or TIFF only as a whole, and a GIF's frames are counted to its end. */
const READ_WHOLE: readonly AcceptedType[] = ['image/webp', 'image/tiff', 'image/gif'];

/**
 * Judges an upload by its bytes, size and header. Pixels are not decoded: that is proved, for nothing, by the resize.
 *
 * @throws MissingObjectError, ChangedObjectError, and whatever the store throws
 */
export async function validateImage(upload: UploadedImage, reader: ObjectReader, limits: ImageLimits): Promise<ValidationVerdict> {
  try {
    return await judge(upload, reader, limits);
  } catch (error) {
    return rejectionOf(error);
  }
}

async function judge(upload: UploadedImage, reader: ObjectReader, limits: ImageLimits): Promise<ValidatedImage> {
  const head = checkUnchanged(await reader.getHead(upload.key, HEAD_BYTES), upload.key, upload.etag);
  refuseIf(head.size === 0, 'empty-file');
  refuseIf(head.size > limits.maxFileSize, 'file-too-large');

  const type = sniffType(head.bytes);
  if (type === undefined) throw new RejectedFile('unsupported-type');
  refuseIf(type !== declaredType(head), 'type-mismatch');

  const header = await readHeader(head, type, async () => checkUnchanged(await reader.get(upload.key), upload.key, upload.etag));
  checkLimits(header, limits);
  return { outcome: 'accepted', type, size: head.size, width: header.width, height: header.height, frames: header.frames };
}

async function readHeader(head: StoredObject, type: AcceptedType, getWhole: () => Promise<StoredObject>): Promise<ImageHeader> {
  const complete = head.bytes.length === head.size;
  if (complete) return inspectImage(head.bytes);
  if (!READ_WHOLE.includes(type)) {
    try {
      return await inspectImage(head.bytes);
    } catch (error) {
      // A profile or a preview of the camera may push the header beyond the head: the whole file decides.
      if (!(error instanceof RejectedFile && error.reason === 'corrupt-image')) throw error;
    }
  }
  return inspectImage((await getWhole()).bytes);
}

function checkLimits({ width, height, frames }: ImageHeader, limits: ImageLimits): void {
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
