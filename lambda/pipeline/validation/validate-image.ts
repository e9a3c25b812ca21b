import { ImageLimits } from '../../../src/contract/image-settings';
import { AcceptedType } from '../../../src/contract/media-types';
import { UploadedImage, ValidatedImage, ValidationVerdict } from '../../../src/contract/workflow';
import { ImageHeader, inspectImage, RejectedFile, validateHeader, validateObject, verdictOf } from '../imaging/inspect-image';
import { ObjectReader, StoredObject } from '../imaging/objects';

/** Contains the whole header of nearly every JPEG, PNG and AVIF. */
const HEAD_BYTES = 64 * 1024;

/** libvips opens a WebP or TIFF only as a whole file, and counts a GIF's frames to its end. */
const READ_WHOLE: readonly AcceptedType[] = ['image/webp', 'image/tiff', 'image/gif'];

/**
 * Validates an upload by its first bytes, size and header, without decoding pixels. Resize validates what it decodes
 * again, because the object can be overwritten until its grant expires. A missing original is no error: its image was
 * deleted.
 *
 * @throws Error if a read fails
 */
export async function validateImage(upload: UploadedImage, reader: ObjectReader, limits: ImageLimits): Promise<ValidationVerdict> {
  try {
    return await validate(upload, reader, limits);
  } catch (error) {
    return verdictOf(error);
  }
}

async function validate(upload: UploadedImage, reader: ObjectReader, limits: ImageLimits): Promise<ValidatedImage> {
  const head = await reader.getHead(upload.key, HEAD_BYTES);
  const type = validateObject(head, limits);
  const header = await readHeader(head, type, () => reader.get(upload.key, limits.maxFileSize));
  validateHeader(header, limits);
  return { outcome: 'accepted', type, size: head.size, width: header.width, height: header.height, frames: header.frames };
}

async function readHeader(head: StoredObject, type: AcceptedType, getWhole: () => Promise<StoredObject>): Promise<ImageHeader> {
  const complete = head.bytes.length === head.size;
  if (complete) return inspectImage(head.bytes);
  if (!READ_WHOLE.includes(type)) {
    try {
      return await inspectImage(head.bytes);
    } catch (error) {
      // A profile or a camera's preview may extend the header past these bytes, so the whole file decides.
      if (!(error instanceof RejectedFile && error.reason === 'corrupt-image')) throw error;
    }
  }
  return inspectImage((await getWhole()).bytes);
}
