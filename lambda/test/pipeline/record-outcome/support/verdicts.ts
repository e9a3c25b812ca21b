import { Rendition, ResizedImage, ValidatedImage } from '../../../../../src/contract/workflow';

/** What validation finds of a sound image. */
export const VALIDATED: ValidatedImage = { outcome: 'accepted', type: 'image/jpeg', size: 9, width: 4, height: 3, frames: 1 };

/** What resize makes of that image. */
export function resized(renditions: readonly Rendition[]): ResizedImage {
  return {
    outcome: 'accepted',
    type: 'image/jpeg',
    size: 9,
    width: 4,
    height: 3,
    sha256: 'ab',
    placeholder: 'p',
    dominant_color: '#102030',
    pipeline: 'x 1',
    renditions: [...renditions],
    watermark_tasks: [],
  };
}
