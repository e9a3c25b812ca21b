import { chooseFormat } from './choose-format';
import { downloadName, UrlSigner } from './delivery/url-signer';
import { ImageFormatName, ImageSettings } from '../../../src/contract/image-settings';
import { EXTENSION_OF_FORMAT, MEDIA_TYPE_OF_FORMAT } from '../../../src/contract/media-types';
import type { Image, RowRendition } from '../../data/image-row';
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
