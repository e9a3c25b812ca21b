import { apiPath } from '../core/api.js';
import type { Api, ApiAnswer, ApiRequest } from '../core/api.js';
import { Listing } from '../core/listing.js';
import { inParallel, poll } from '../core/scheduling.js';
import type { PollAnswer } from '../core/scheduling.js';
import type { Session } from '../core/session.js';
import { ImageFailedError, ImageManagementError, ImageNotReadyError, ImageRejectedError } from '../errors.js';
import type { ImageCallOptions, ImageFormat, ImageRecord, ReadyImage, Rendition, RenditionUrl } from '../types.js';
import type {
  ListOptions, PictureOptions, PictureSourcesOptions, SrcsetOptions, UploadManyOptions, UploadOptions, UrlOptions,
} from './image-options.js';
import { formatsOf, pictureOf, srcsetOf, srcsetRenditions } from './srcset.js';
import type { PictureSources, Srcset } from './srcset.js';
import { UploadedImage } from './uploaded-image.js';
import type { ReadyOptions, UploadResult } from './uploaded-image.js';
import { prepareUpload } from '../upload/prepare-upload.js';
import type { UploadSource } from '../upload/source.js';
import { chooseTransport } from '../upload/transports.js';
import { uploadMany } from '../upload/upload-many.js';
import { upload } from '../upload/upload.js';
import { toImageRecord, toRenditionUrl } from '../wire.js';
import type { Schemas } from '../wire.js';

const DEFAULT_READY_TIMEOUT = 120_000;
// Each URL takes one call: a few at a time are fast and leave most of the API's burst capacity to other users.
const CONCURRENT_URL_CALLS = 4;
// A URL must not expire before the page loads it.
const SHORTEST_VALIDITY = 60_000;

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
   * Uploads a file directly to the storage and resolves once the storage has all of it. Processing then begins: wait
   * for it with `ready()` of the result.
   *
   * @throws ApiError `file-too-large` or `unsupported-type` before a byte is sent, UploadError if the storage
   * rejects the upload, ImageManagementError `empty-file`, `unsupported-type`, `unreadable-file` or `size-mismatch` for the file
   */
  async upload(file: UploadSource, options: UploadOptions = {}): Promise<UploadedImage> {
    const { onProgress, signal } = options;
    const transport = chooseTransport();
    const { source, request } = await prepareUpload(file, options, transport);
    const requestGrant = async () => (await this.#call<Schemas['UploadGrant']>('POST', 'upload', { json: request, signal })).body;
    const imageId = await upload({ source, requestGrant, transport, retries: this.#retry, onProgress, signal });
    return new UploadedImage(imageId, source, (ready) => this.waitUntilReady(imageId, ready));
  }

  /**
   * Uploads several files, a few at a time. The grant for each file is requested right before its upload.
   *
   * @returns a result for each file, in their order; a file that fails does not stop the others. A signal aborts the
   * uploads that have not finished; the results include those that have.
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
   * A presigned URL of one rendition: valid for some minutes, without `Authorization`.
   *
   * @throws InvalidRequestError for a size that the backend does not have, ImageNotReadyError while the image is processing
   */
  async url(imageId: string, { size, format, userId, signal }: UrlOptions): Promise<RenditionUrl> {
    const query = { size, format, user_id: userId };
    const { status, retryAfter, body } = await this.#call<Schemas['ImageUrl' | 'UnfinishedImage']>('GET', apiPath`image/${imageId}`, { query, signal });
    if ('url' in body) return toRenditionUrl(body);
    throw new ImageNotReadyError(imageId, { status, retryAfter });
  }

  /** Lists images, newest first: `await` it for one page, or iterate with `for await` over all. */
  list({ limit, status, cursor, userId, signal }: ListOptions = {}): Listing<ImageRecord> {
    return new Listing(async (from) => {
      const query = { limit, status, cursor: from, user_id: userId };
      const { body } = await this.#call<Schemas['ImagePage']>('GET', 'images', { query, signal });
      return { items: body.items.map(toImageRecord), nextCursor: body.next_cursor };
    }, cursor);
  }

  /** Deletes the original, every rendition and the record. Succeeds if the image does not exist. */
  async delete(imageId: string, { userId, signal }: ImageCallOptions = {}): Promise<void> {
    await this.#call('DELETE', apiPath`image/${imageId}`, { query: { user_id: userId }, signal });
  }

  /**
   * Waits until the image is ready: polls at growing intervals, or at those that the server asks for.
   *
   * @returns the record, with a URL for each rendition
   * @throws ImageRejectedError with the reason, ImageFailedError, TimeoutError, ImageManagementError `unknown-status`
   * for a status that this version of the client does not know
   */
  async waitUntilReady(imageId: string, options: ReadyOptions = {}): Promise<ReadyImage> {
    const { timeout = DEFAULT_READY_TIMEOUT, signal, onStatus } = options;
    const what = `Image ${imageId} was not ready`;
    const record = await poll(() => this.#readiness(imageId, options, onStatus), { timeout, signal, what });
    return { ...record, renditions: await this.#urls(record, record.renditions, options) };
  }

  /**
   * Attributes with which an `<img>` picks the right size: the uncropped renditions of one format, with URLs that are
   * valid until `expiresAt`.
   *
   * @param image an id or a record; URLs in a record of `ready()` are reused until they expire
   * @throws ImageNotReadyError while the image is processing, ImageManagementError `no-rendition`
   */
  async srcset(image: string | ImageRecord, options: SrcsetOptions = {}): Promise<Srcset> {
    const record = await this.#recordOf(image, options);
    const { format = formatsOf(record).includes('webp') ? 'webp' : record.renditions[0]?.format } = options;
    return this.#srcset(record, options, format);
  }

  /**
   * Content with which a `<picture>` picks the right format and size: a `<source>` for each modern format and an `<img>`
   * as the fallback, of the uncropped renditions.
   *
   * @param image an id or a record; URLs in a record of `ready()` are reused until they expire
   * @throws ImageNotReadyError while the image is processing, ImageManagementError `no-rendition`
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
    return inParallel(renditions, CONCURRENT_URL_CALLS, async (rendition: Rendition & Partial<RenditionUrl>) => {
      const { size, format, expiresAt } = rendition;
      if (expiresAt && expiresAt.getTime() > Date.now() + SHORTEST_VALIDITY) return rendition as RenditionUrl;
      return this.url(imageId, { size, format, userId, signal });
    });
  }

  async #recordOf(image: string | ImageRecord, options: ImageCallOptions): Promise<ImageRecord> {
    return typeof image === 'string' ? this.get(image, options) : image;
  }

  async #readiness(imageId: string, options: ImageCallOptions, onStatus: ReadyOptions['onStatus']): Promise<PollAnswer<ImageRecord>> {
    const { retryAfter, body } = await this.#getRecord(imageId, options);
    const record = toImageRecord(body);
    onStatus?.(record.status);
    switch (record.status) {
      case 'ready': return { result: record };
      case 'rejected': throw new ImageRejectedError(imageId, record.reason ?? 'unknown', {}, record.reasonDetail);
      case 'failed': throw new ImageFailedError(imageId);
      case 'pending':
      case 'processing': return { retryAfter };
      default: throw unknownStatus(imageId, record.status);
    }
  }

  async #getRecord(imageId: string, { userId, signal }: ImageCallOptions): Promise<ApiAnswer<Schemas['ImageRecord']>> {
    return this.#call<Schemas['ImageRecord']>('GET', apiPath`image/${imageId}`, { query: { user_id: userId }, signal });
  }

  /** Every call here is safe to send twice: an unused upload grant expires. */
  async #call<T>(method: ApiRequest['method'], to: string, rest: Pick<ApiRequest, 'json' | 'query' | 'signal'>): Promise<ApiAnswer<T>> {
    return this.#api.callSignedIn<T>({ method, path: to, idempotent: true, ...rest }, this.#session);
  }
}

/** A newer backend added a status. `never`: a status of the API document that `#readiness` does not handle fails to compile. */
function unknownStatus(imageId: string, status: never): ImageManagementError {
  return new ImageManagementError(
    `Image ${imageId} has the unknown status "${status as string}". Update image-management-client.`,
    { code: 'unknown-status', retryable: false },
  );
}
