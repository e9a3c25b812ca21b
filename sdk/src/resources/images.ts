import type { Api, ApiAnswer, ApiRequest } from '../core/api.js';
import { retryAfterOf } from '../core/delay.js';
import { inParallel } from '../core/in-parallel.js';
import { Listing } from '../core/page.js';
import { path } from '../core/path.js';
import { poll } from '../core/poll.js';
import type { PollAnswer } from '../core/poll.js';
import type { Session } from '../core/session.js';
import { ImageFailedError, ImageNotReadyError, ImageRejectedError } from '../errors.js';
import type { ImageCallOptions, ImageFormat, ImageRecord, ReadyImage, Rendition, RenditionUrl } from '../types.js';
import type {
  ListOptions, PictureOptions, PictureSourcesOptions, ReadyOptions, SrcsetOptions, UploadOptions, UrlOptions,
} from './image-options.js';
import { formatsOf, pictureOf, srcsetOf, srcsetRenditions } from './srcset.js';
import type { PictureSources, Srcset } from './srcset.js';
import { UploadedImage } from './uploaded-image.js';
import { chooseTransport } from '../upload/choose-transport.js';
import { prepareUpload } from '../upload/prepare-upload.js';
import type { UploadSource } from '../upload/source.js';
import { uploadMany } from '../upload/upload-many.js';
import type { UploadManyOptions, UploadResult } from '../upload/upload-many.js';
import { upload } from '../upload/upload.js';
import { toImageRecord, toRenditionUrl } from '../wire.js';
import type { WireImagePage, WireImageRecord, WireImageUrl, WireUnfinishedImage, WireUploadGrant } from '../wire.js';

const DEFAULT_READY_TIMEOUT = 120_000;
// Addresses are asked for one by one: some at a time are quick, and leave the rest of the API's burst to other users.
const URLS_AT_A_TIME = 4;
// An address that a picture is to be loaded from should not end before the page has come to load it.
const SOON = 60_000;

/** Images of the signed-in user: `client.images`. Every method may throw the errors of `client.auth` and UnauthorizedError. */
export class Images {
  readonly #api: Api;
  readonly #session: Session;
  readonly #retry: number;

  /** @internal */
  constructor(api: Api, session: Session, retry: number) {
    this.#api = api;
    this.#session = session;
    this.#retry = retry;
  }

  /**
   * Uploads a file straight to the storage; resolves once the storage has all of it. Processing then begins:
   * wait for it with `ready()` of the result.
   *
   * @throws ApiError `file-too-large` or `unsupported-type` before a byte is sent, UploadError where the storage
   * refuses, ImageManagementError `empty-file`, `unsupported-type`, `unreadable-file` or `size-mismatch` for the file
   */
  async upload(file: UploadSource, options: UploadOptions = {}): Promise<UploadedImage> {
    const { onProgress, signal } = options;
    const transport = chooseTransport();
    const { source, request } = await prepareUpload(file, options, transport);
    const grant = async () => (await this.#call<WireUploadGrant>('POST', 'upload', { json: request, signal })).body;
    const imageId = await upload({ source, grant, transport, retry: this.#retry, onProgress, signal });
    return new UploadedImage(imageId, source, (ready) => this.waitUntilReady(imageId, ready));
  }

  /**
   * Uploads several files, a few at a time, each with a grant of its own that is asked for when its turn comes.
   *
   * @returns how each file ended, in their order: a file that fails stops no other. A signal ends what is under way
   * and begins nothing more; what was uploaded before is among the results.
   * @throws RangeError for a concurrency below 1
   */
  async uploadMany(files: Iterable<UploadSource>, options: UploadManyOptions = {}): Promise<UploadResult[]> {
    const { signal, checksum, beforeUpload } = options;
    return uploadMany(files, (file, onProgress) => this.upload(file, { signal, checksum, beforeUpload, onProgress }), options);
  }

  /** The record of an image, whatever its status. @throws NotFoundError */
  async get(imageId: string, options: ImageCallOptions = {}): Promise<ImageRecord> {
    return toImageRecord((await this.#getRecord(imageId, options)).body);
  }

  /**
   * An address of one rendition that works for some minutes, without `Authorization`.
   *
   * @throws InvalidRequestError for a size that the backend does not have, ImageNotReadyError while it is processing
   */
  async url(imageId: string, { size, format, userId, signal }: UrlOptions): Promise<RenditionUrl> {
    const query = { size, format, user_id: userId };
    const { status, headers, body } = await this.#call<WireImageUrl | WireUnfinishedImage>('GET', path`image/${imageId}`, { query, signal });
    if ('url' in body) return toRenditionUrl(body);
    throw new ImageNotReadyError(imageId, { status, retryAfter: retryAfterOf(headers) });
  }

  /** Images, newest first: `await` it for one page, `for await` it for all. */
  list({ limit, status, cursor, userId, signal }: ListOptions = {}): Listing<ImageRecord> {
    return new Listing(async (from) => {
      const query = { limit, status, cursor: from, user_id: userId };
      const { body } = await this.#call<WireImagePage>('GET', 'images', { query, signal });
      return { items: body.items.map(toImageRecord), nextCursor: body.next_cursor };
    }, cursor);
  }

  /** Removes the original, every rendition and the record. Succeeds where there is nothing (any more). */
  async delete(imageId: string, { userId, signal }: ImageCallOptions = {}): Promise<void> {
    await this.#call('DELETE', path`image/${imageId}`, { query: { user_id: userId }, signal });
  }

  /**
   * Waits until the image is ready, asking at growing intervals or as the server asks for.
   *
   * @returns the record, with an address of every rendition
   * @throws ImageRejectedError with the reason, ImageFailedError, TimeoutError
   */
  async waitUntilReady(imageId: string, options: ReadyOptions = {}): Promise<ReadyImage> {
    const { timeout = DEFAULT_READY_TIMEOUT, signal, onStatus } = options;
    const what = `Image ${imageId} was not ready`;
    const record = await poll(() => this.#readiness(imageId, options, onStatus), { timeout, signal, what });
    return { ...record, renditions: await this.#urls(record, record.renditions, options) };
  }

  /**
   * What an `<img>` needs to pick the right size itself: the renditions of one format that show the whole image
   * (sizes that crop are left out), each with an address that works until `expiresAt`.
   *
   * @param image an id or a record; the addresses in a record of `ready()` are used as long as they last
   * @throws ImageNotReadyError while it is processing, ImageManagementError `no-rendition`
   */
  async srcset(image: string | ImageRecord, options: SrcsetOptions = {}): Promise<Srcset> {
    const record = await this.#recordOf(image, options);
    const { format = formatsOf(record).includes('webp') ? 'webp' : record.renditions[0]?.format } = options;
    return this.#srcset(record, options, format);
  }

  /**
   * What a `<picture>` needs to pick the right format and size itself: a `<source>` for each modern format and an
   * `<img>` for all others, of the renditions that show the whole image.
   *
   * @param image an id or a record; the addresses in a record of `ready()` are used as long as they last
   * @throws ImageNotReadyError while it is processing, ImageManagementError `no-rendition`
   */
  async pictureSources(image: string | ImageRecord, options: PictureSourcesOptions = {}): Promise<PictureSources> {
    const record = await this.#recordOf(image, options);
    const formats = formatsOf(record);
    const srcsets = await Promise.all((formats.length > 0 ? formats : [undefined]).map((format) => this.#srcset(record, options, format)));
    return pictureOf(formats, srcsets, options.displayWidth ?? '100vw');
  }

  async #srcset(record: ImageRecord, options: PictureOptions, format?: ImageFormat): Promise<Srcset> {
    return srcsetOf(await this.#urls(record, srcsetRenditions(record, options, format), options));
  }

  async #urls({ imageId }: ImageRecord, renditions: readonly Rendition[], { userId, signal }: ImageCallOptions): Promise<RenditionUrl[]> {
    return inParallel(renditions, URLS_AT_A_TIME, async (rendition: Rendition & Partial<RenditionUrl>) => {
      const { size, format, expiresAt } = rendition;
      if (expiresAt && expiresAt.getTime() > Date.now() + SOON) return rendition as RenditionUrl;
      return this.url(imageId, { size, format, userId, signal });
    });
  }

  async #recordOf(image: string | ImageRecord, options: ImageCallOptions): Promise<ImageRecord> {
    return typeof image === 'string' ? this.get(image, options) : image;
  }

  async #readiness(imageId: string, options: ImageCallOptions, onStatus: ReadyOptions['onStatus']): Promise<PollAnswer<ImageRecord>> {
    const { headers, body } = await this.#getRecord(imageId, options);
    const record = toImageRecord(body);
    onStatus?.(record.status);
    switch (record.status) {
      case 'ready': return { result: record };
      case 'rejected': throw new ImageRejectedError(imageId, record.reason ?? 'unknown', {}, record.reasonDetail);
      case 'failed': throw new ImageFailedError(imageId);
      default: return { retryAfter: retryAfterOf(headers) };
    }
  }

  async #getRecord(imageId: string, { userId, signal }: ImageCallOptions): Promise<ApiAnswer<WireImageRecord>> {
    return this.#call<WireImageRecord>('GET', path`image/${imageId}`, { query: { user_id: userId }, signal });
  }

  /** Every call here may be sent twice: a grant that nobody uses expires by itself. */
  async #call<T>(method: ApiRequest['method'], to: string, rest: Pick<ApiRequest, 'json' | 'query' | 'signal'>): Promise<ApiAnswer<T>> {
    return this.#api.callSignedIn<T>({ method, path: to, idempotent: true, ...rest }, this.#session);
  }
}
