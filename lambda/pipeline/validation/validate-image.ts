import { ImageLimits } from '../../../src/contract/image-settings';
import { AcceptedType } from '../../../src/contract/media-types';
import { UploadedImage, ValidatedImage, ValidationVerdict } from '../../../src/contract/workflow';
import { ImageHeader, inspectImage } from '../imaging/inspect-image';
import { judgeHeader, judgeObject } from '../imaging/judge';
import { ObjectReader, StoredObject } from '../imaging/objects';
import { RejectedFile, verdictOf } from '../imaging/rejection';

/** Holds the whole header of nearly every JPEG, PNG and AVIF. */
const HEAD_BYTES = 64 * 1024;

/** libvips opens a WebP or TIFF only as a whole, and a GIF's frames are counted to its end. */
const READ_WHOLE: readonly AcceptedType[] = ['image/webp', 'image/tiff', 'image/gif'];

/**
 * Judges an upload by its bytes, size and header. Pixels are not decoded: that is proved, for nothing, by the resize,
 * which judges again what it decodes, as the object may be overwritten while its grant lasts. An original that is
 * gone is no fault: its image was deleted.
 *
 * @throws Error whatever the store throws
 */
export async function validateImage(upload: UploadedImage, reader: ObjectReader, limits: ImageLimits): Promise<ValidationVerdict> {
  try {
    return await judge(upload, reader, limits);
  } catch (error) {
    return verdictOf(error);
  }
}

async function judge(upload: UploadedImage, reader: ObjectReader, limits: ImageLimits): Promise<ValidatedImage> {
  const head = await reader.getHead(upload.key, HEAD_BYTES);
  const type = judgeObject(head, limits);
  const header = await readHeader(head, type, () => reader.get(upload.key, limits.maxFileSize));
  judgeHeader(header, limits);
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
