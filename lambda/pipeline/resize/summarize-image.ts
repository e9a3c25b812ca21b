import { rgbaToThumbHash } from 'thumbhash';
import { firstFrame, pipelineOf, Raster } from '../imaging/raster';

/** Side of the small picture that both are computed from. */
export const PROBE_SIDE = 48;

export interface ImageSummary {
  /** ThumbHash, base64: what an app shows until a rendition has loaded. */
  readonly placeholder: string;
  /** `#rrggbb`. */
  readonly dominantColor: string;
}

/** @param probe the whole picture, at most 100 pixels a side */
export async function summarizeImage(probe: Raster): Promise<ImageSummary> {
  const still = firstFrame(probe);
  const rgba = await pipelineOf(still).ensureAlpha().raw().toBuffer();
  return {
    placeholder: Buffer.from(rgbaToThumbHash(still.width, still.height, rgba)).toString('base64'),
    dominantColor: dominantColor(rgba),
  };
}

/** The mean of the fullest of 4096 bins (16 steps a channel) over what can be seen; black where nothing can. */
function dominantColor(rgba: Buffer): string {
  const counts = new Uint32Array(4096);
  const sums = new Float64Array(4096 * 3);
  for (let at = 0; at < rgba.length; at += 4) {
    if (rgba[at + 3] < 128) continue;
    const bin = Math.floor(rgba[at] / 16) * 256 + Math.floor(rgba[at + 1] / 16) * 16 + Math.floor(rgba[at + 2] / 16);
    counts[bin] += 1;
    for (let channel = 0; channel < 3; channel++) sums[bin * 3 + channel] += rgba[at + channel];
  }
  const fullest = counts.indexOf(Math.max(...counts));
  const mean = (channel: number) => Math.round(sums[fullest * 3 + channel] / Math.max(1, counts[fullest]));
  return `#${[0, 1, 2].map(channel => mean(channel).toString(16).padStart(2, '0')).join('')}`;
}
