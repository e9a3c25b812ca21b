import { downloadName, UrlSigner } from './delivery/url-signer';
import { ImageFormatName, ImageSettings } from '../../../src/contract/image-settings';
import { EXTENSION_OF_FORMAT, MEDIA_TYPE_OF_FORMAT } from '../../../src/contract/media-types';
import type { Image, RowRendition } from '../../data/image-catalog';
import { invalidRequest, Problem } from '../http/problem';
import type { Reply } from '../http/serve';
import type { ImageUrl } from '../schemas/answers';

export interface ImageLinksOptions {
  readonly urls: UrlSigner;
  readonly settings: Pick<ImageSettings, 'sizes' | 'formats'>;
}

export interface LinkRequest {
  readonly size: string;
  readonly format?: ImageFormatName;
  /** The `Accept` header, used if no format is requested. */
  readonly accept?: string;
  /** Answers 302 instead of JSON. */
  readonly redirect: boolean;
}

/** Answers to `GET /image/{image_id}?size=…`, by the status of the image. */
export class ImageLinks {
  constructor(private readonly options: ImageLinksOptions) {}

  /** @throws Problem `unknown-size`, `invalid-request`, `image-rejected`, `processing-failed` */
  public async answer(image: Image, request: LinkRequest): Promise<Reply> {
    this.requireKnownSize(image, request.size);
    const { image_id, status, reason, reason_detail } = image;
    switch (status) {
      case 'pending':
      case 'processing':
        return { status: 202, body: { image_id, status }, headers: { 'Retry-After': '1' } };
      case 'rejected':
        throw new Problem('image-rejected', `The image was rejected: ${reason}. Uploading the same file again gives the same result.`, {
          members: { image_id, reason, ...(reason_detail !== undefined && { reason_detail }) },
        });
      case 'failed':
        throw new Problem('processing-failed', 'The system could not process the image; the file is not at fault. The original is kept, so the image can be processed again.', {
          members: { image_id, reason },
        });
      case 'ready':
        return this.link(image, request);
    }
  }

  /** A ready image has the sizes of its renditions: the configuration may have changed since. */
  private requireKnownSize({ status, renditions }: Image, size: string): void {
    const known = status === 'ready' ? new Set(renditions.map((rendition) => rendition.size)) : new Set(this.options.settings.sizes.map(({ name }) => name));
    if (known.has(size)) return;
    const sizes = [...known];
    throw new Problem('unknown-size', `size should be one of ${sizes.join(', ')}.`, { members: { sizes } });
  }

  private async link(image: Image, request: LinkRequest): Promise<Reply> {
    const { key, ...rendition } = this.rendition(image, request);
    const { url, expiresAt } = await this.options.urls.sign({
      key,
      contentType: MEDIA_TYPE_OF_FORMAT[rendition.format],
      filename: downloadName(image.filename, rendition.size, EXTENSION_OF_FORMAT[rendition.format]),
    });
    if (request.redirect) return { status: 302, headers: { Location: url } };
    return { status: 200, body: { image_id: image.image_id, ...rendition, url, expires_at: expiresAt.toISOString() } satisfies ImageUrl };
  }

  private rendition(image: Image, { size, format, accept }: LinkRequest): RowRendition {
    const ofSize = this.byPreference(image.renditions.filter((rendition) => rendition.size === size));
    const formats = ofSize.map((rendition) => rendition.format);
    const wanted = chooseFormat(formats, format, accept);
    const chosen = ofSize.find((rendition) => rendition.format === wanted);
    if (!chosen) throw invalidRequest([{ field: 'format', message: `should be one of ${formats.join(', ')} for this image` }]);
    return chosen;
  }

  /** Sorts by the configured order of formats; formats that are no longer configured come last. */
  private byPreference(renditions: readonly RowRendition[]): readonly RowRendition[] {
    const order = this.options.settings.formats.map(({ format }) => format);
    const rank = ({ format }: RowRendition): number => order.includes(format) ? order.indexOf(format) : order.length;
    return [...renditions].sort((a, b) => rank(a) - rank(b));
  }
}

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
