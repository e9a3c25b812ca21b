import { ImageFormatName } from '../../../src/contract/image-settings';
import { MEDIA_TYPE_OF_FORMAT } from '../../../src/contract/media-types';

/**
 * Chooses one of an image's formats.
 * @param available in order of preference
 * @param requested the `format` of the query, which overrides `Accept`
 * @returns undefined if the requested format is not available
 */
export function chooseFormat(
  available: readonly ImageFormatName[],
  requested: ImageFormatName | undefined,
  accept: string | undefined,
): ImageFormatName | undefined {
  if (requested !== undefined) return available.find((format) => format === requested) ?? substitute(available, requested);
  const ranges = parseAccept(accept ?? '*/*');
  const ranked = available
    .map((format) => ({ format, ...qualityOf(MEDIA_TYPE_OF_FORMAT[format], ranges) }))
    .filter(({ quality }) => quality > 0)
    // A format that is listed wins over one that only `*/*` matches; ties keep the order of preference.
    .sort((a, b) => b.quality - a.quality || b.precision - a.precision);
  // Nothing matches if the client accepts only JSON, or only formats that are not available.
  return ranked[0]?.format ?? available[0];
}

/** An image with alpha has a PNG instead of a JPEG. */
function substitute(available: readonly ImageFormatName[], requested: ImageFormatName): ImageFormatName | undefined {
  return requested === 'jpeg' ? available.find((format) => format === 'png') : undefined;
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

/** The most specific matching range decides (RFC 9110, section 12.5.1). */
function qualityOf(type: string, ranges: readonly MediaRange[]): { quality: number; precision: number } {
  const precisions = ['*/*', 'image/*', type];
  for (let precision = 2; precision >= 0; precision--) {
    const match = ranges.find(({ range }) => range === precisions[precision]);
    if (match) return { quality: match.quality, precision };
  }
  return { quality: 0, precision: 0 };
}
