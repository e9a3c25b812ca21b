import { AcceptedType } from '../../../../../src/contract/media-types';
import { sharp } from '../../../../pipeline/imaging/sharp-runtime';
import { animation, gradient } from '../../imaging/support/samples';

/** Sound files of a few kilobytes, one of each kind of coding: what the generator damages. */
export const KINDS = ['jpeg', 'progressive jpeg', 'png', 'interlaced png', 'webp', 'lossless webp', 'animated webp', 'gif', 'animated gif', 'avif', 'tiff'] as const;
export type Kind = (typeof KINDS)[number];

export function typeOf(kind: Kind): AcceptedType {
  return `image/${kind.split(' ').at(-1)!}` as AcceptedType;
}

/** Noise over a gradient, so that no coding makes nothing of it. */
export async function smallFile(kind: Kind, width = 120, height = 90): Promise<Buffer> {
  const data = gradient(width, height);
  for (let at = 0, state = 1; at < data.length; at++) {
    state = (state * 1103515245 + 12345) % 2147483648;
    data[at] = Math.min(255, data[at] / 2 + Math.floor(state / 65_536) % 96);
  }
  const pipeline = sharp(data, { raw: { width, height, channels: 3 } });
  switch (kind) {
    case 'jpeg': return pipeline.jpeg({ quality: 90 }).toBuffer();
    case 'progressive jpeg': return pipeline.jpeg({ quality: 90, progressive: true }).toBuffer();
    case 'png': return pipeline.png({ compressionLevel: 1 }).toBuffer();
    case 'interlaced png': return pipeline.png({ progressive: true }).toBuffer();
    case 'webp': return pipeline.webp({ quality: 95 }).toBuffer();
    case 'lossless webp': return pipeline.webp({ lossless: true }).toBuffer();
    case 'animated webp': return animation('webp', 12, 0);
    case 'gif': return pipeline.gif().toBuffer();
    case 'animated gif': return animation('gif', 12, 0);
    case 'avif': return pipeline.avif({ quality: 90, effort: 0 }).toBuffer();
    case 'tiff': return pipeline.tiff({ compression: 'lzw' }).toBuffer();
  }
}
