import type { Api, ApiAnswer, ApiRequest } from '../core/api.js';
import { retryAfterOf } from '../core/delay.js';
import { fromReason } from '../core/map-error.js';
import { Listing } from '../core/page.js';
import { path } from '../core/path.js';
import { poll } from '../core/poll.js';
import type { PollAnswer } from '../core/poll.js';
import type { Session } from '../core/session.js';
import { ImageFailedError, ImageNotReadyError, ImageRejectedError } from '../errors.js';
import type { ImageCallOptions, ImageRecord, RenditionUrl } from '../types.js';
import { checksumOf } from '../upload/checksum.js';
import { prepareSource } from '../upload/source.js';
import type { PreparedSource, UploadSource } from '../upload/source.js';
import { chooseTransport } from '../upload/transport.js';
import { upload } from '../upload/upload.js';
import { toImageRecord, toRenditionUrl } from '../wire.js';
import type { WireGrant, WireImage, WirePage, WireRenditionUrl, WireUnfinished } from '../wire.js';
import type { ListOptions, ReadyOptions, SrcsetOptions, UploadOptions, UrlOptions } from './image-options.js';
import { srcsetOf, srcsetRenditions } from './srcset.js';
import type { Srcset } from './srcset.js';
import { UploadedImage } from './uploaded-image.js';

const DEFAULT_READY_TIMEOUT = 120_000;

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
   * @throws ApiError `file-too-large` or `unsupported-type` before a byte is sent, UploadError where the storage refuses
   */
  async upload(file: UploadSource, options: UploadOptions = {}): Promise<UploadedImage> {
    const { onProgress, signal } = options;
    if (signal?.aborted) throw fromReason(signal.reason);
    const source = await prepareSource(file, options);
    const checksum = options.checksum === false || 'uri' in source.body ? undefined : await checksumOf(source.body);
    const grant = () => this.#grant(source, checksum, signal);
    const imageId = await upload({ source, grant, transport: chooseTransport(), retry: this.#retry, onProgress, signal });
    return new UploadedImage(imageId, source, (ready) => this.waitUntilReady(imageId, ready));
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
    const { status, headers, body } = await this.#call<WireRenditionUrl | WireUnfinished>('get', path`image/${imageId}`, { query, signal });
    if ('url' in body) return toRenditionUrl(body);
    throw new ImageNotReadyError(imageId, { status, retryAfter: retryAfterOf(headers) });
  }

  /** Images, newest first: `await` it for one page, `for await` it for all. */
  list({ limit, status, cursor, userId, signal }: ListOptions = {}): Listing<ImageRecord> {
    return new Listing(async (from) => {
      const query = { limit, status, cursor: from, user_id: userId };
      const { body } = await this.#call<WirePage>('get', 'images', { query, signal });
      return { items: body.items.map(toImageRecord), nextCursor: body.next_cursor ?? undefined };
    }, cursor);
  }

  /** Removes the original, every rendition and the record. Succeeds where there is nothing (any more). */
  async delete(imageId: string, { userId, signal }: ImageCallOptions = {}): Promise<void> {
    await this.#call('delete', path`image/${imageId}`, { query: { user_id: userId }, signal });
  }

  /**
   * Waits until the image is ready, asking at growing intervals or as the server asks for.
   *
   * @throws ImageRejectedError with the reason, ImageFailedError, TimeoutError
   */
  async waitUntilReady(imageId: string, options: ReadyOptions = {}): Promise<ImageRecord> {
    const { timeout = DEFAULT_READY_TIMEOUT, signal, onStatus } = options;
    try {
      return await poll(() => this.#readiness(imageId, options, onStatus), { timeout, signal, what: `Image ${imageId} was not ready` });
    } catch (error) {
      throw signal?.aborted ? fromReason(signal.reason ?? error) : error;
    }
  }

  /**
   * What an `<img>` needs to pick the right size itself: the renditions of one format that show the whole image
   * (sizes that crop are left out), each with an address that works until `expiresAt`.
   *
   * @throws ImageNotReadyError while it is processing
   */
  async srcset(imageId: string, options: SrcsetOptions = {}): Promise<Srcset> {
    const record = await this.get(imageId, options);
    const renditions = srcsetRenditions(record, options);
    const urls = await Promise.all(renditions.map(({ size, format }) => this.url(imageId, { ...options, size, format })));
    return srcsetOf(urls);
  }

  async #readiness(imageId: string, options: ImageCallOptions, onStatus: ReadyOptions['onStatus']): Promise<PollAnswer<ImageRecord>> {
    const { headers, body } = await this.#getRecord(imageId, options);
    const record = toImageRecord(body);
    onStatus?.(record.status);
    switch (record.status) {
      case 'ready': return { result: record };
      case 'rejected': throw new ImageRejectedError(imageId, record.reason ?? 'unknown');
      case 'failed': throw new ImageFailedError(imageId);
      default: return { retryAfter: retryAfterOf(headers) };
    }
  }

  async #getRecord(imageId: string, { userId, signal }: ImageCallOptions): Promise<ApiAnswer<WireImage>> {
    return this.#call<WireImage>('get', path`image/${imageId}`, { query: { user_id: userId }, signal });
  }

  async #grant(source: PreparedSource, checksum: string | undefined, signal?: AbortSignal): Promise<WireGrant> {
    const { filename, contentType, size } = source;
    const json = { filename, content_type: contentType, size, checksum_sha256: checksum };
    return (await this.#call<WireGrant>('post', 'upload', { json, signal })).body;
  }

  /** Every call here may be sent twice: a grant that nobody uses expires by itself. */
  async #call<T>(method: ApiRequest['method'], to: string, rest: Pick<ApiRequest, 'json' | 'query' | 'signal'>): Promise<ApiAnswer<T>> {
    return this.#api.callSignedIn<T>({ method, path: to, idempotent: true, ...rest }, this.#session);
  }
}
