import { frameCount, frameOf, pipelineOf, Raster } from './raster';

/** Bounds of a picture that is looked at, as those of a size; more pixels make nobody see more. */
export const MODERATION_SIDE = 1024;

/** Amazon Rekognition refuses less than 50 pixels a side. */
const MIN_SIDE = 64;

/** As many frames of an animation are looked at, the first and the last of them, evenly spread. */
const MAX_FRAMES = 5;

/**
 * JPEG files of a picture, of an animation of some of its frames: what every service and library can read, whatever
 * was uploaded. Transparent parts are white, and a narrow picture stands on white.
 *
 * @param picture the whole picture, within `MODERATION_SIDE` pixels
 */
export async function encodeForModeration(picture: Raster): Promise<Buffer[]> {
  const files: Buffer[] = [];
  // One after the other, as everything here: they would share the one processor.
  for (const index of framesToLookAt(frameCount(picture))) files.push(await encode(frameOf(picture, index)));
  return files;
}

export function framesToLookAt(count: number): number[] {
  const looked = Math.min(count, MAX_FRAMES);
  return Array.from({ length: looked }, (_, index) => looked === 1 ? 0 : Math.round(index * (count - 1) / (looked - 1)));
}

async function encode(frame: Raster): Promise<Buffer> {
  const background = '#ffffff';
  const lacking = { right: Math.max(0, MIN_SIDE - frame.width), bottom: Math.max(0, MIN_SIDE - frame.height) };
  return pipelineOf(frame).flatten({ background }).extend({ ...lacking, background }).jpeg({ quality: 85 }).toBuffer();
}
