import { ImageFormatName } from '../../../src/contract/image-settings';
import { MEDIA_TYPE_OF_FORMAT } from '../../../src/contract/media-types';

/**
 * Which of an image's formats to hand out.
 * @param available in order of preference
 * @param named the `format` of the query, which decides alone
 * @param accept the `Accept` header otherwise
 * @returns undefined where the named format is not there
 */
export function chooseFormat(
  available: readonly ImageFormatName[],
  named: ImageFormatName | undefined,
  accept: string | undefined,
): ImageFormatName | undefined {
  if (named !== undefined) return available.find((format) => format === named) ?? standIn(available, named);
  const ranges = parseAccept(accept ?? '*/*');
  const ranked = available
    .map((format) => ({ format, ...qualityOf(MEDIA_TYPE_OF_FORMAT[format], ranges) }))
    .filter(({ quality }) => quality > 0)
    // A format that is named is meant more than one that `*/*` lets through; then the order of preference holds.
    .sort((a, b) => b.quality - a.quality || b.precision - a.precision);
  // Nothing fits where a client speaks of the JSON it expects, or only of formats that are not made.
  return ranked[0]?.format ?? available[0];
}

/** An image with alpha has PNG where others have JPEG. */
function standIn(available: readonly ImageFormatName[], named: ImageFormatName): ImageFormatName | undefined {
  return named === 'jpeg' ? available.find((format) => format === 'png') : undefined;
}

interface MediaRange {
  readonly range: string;
  readonly quality: number;
}

function parseAccept(accept: string): readonly MediaRange[] {
  return accept.split(',').map((part) => {
    const [range, ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    const quality = weight === undefined ? 1 : Number(weight.slice(2));
    return { range, quality: quality >= 0 && quality <= 1 ? quality : 0 };
  });
}

/** The most precise range that covers a type decides (RFC 9110, section 12.5.1). */
function qualityOf(type: string, ranges: readonly MediaRange[]): { quality: number; precision: number } {
  const precisions = ['*/*', 'image/*', type];
  for (let precision = 2; precision >= 0; precision--) {
    const match = ranges.find(({ range }) => range === precisions[precision]);
    if (match) return { quality: match.quality, precision };
  }
  return { quality: 0, precision: 0 };
}
