import { ImageManagementError } from '../errors.js';
import { pieces } from './pieces.js';
import type { ByteStream } from './pieces.js';

/** A file as React Native's pickers and file systems describe it: its bytes never pass through JavaScript. */
export interface NativeFile {
  /** Such as `file:///…` or `content://…`. */
  readonly uri: string;
  readonly name: string;
  /** Media type, such as `image/jpeg`. */
  readonly type: string;
  /** Bytes, if known: the storage then rejects a longer file. */
  readonly size?: number;
}

/** A stream of bytes. Node sends the bytes as they arrive; elsewhere they are read into memory first. */
export interface StreamFile {
  /** A function that opens the stream allows retries: a stream itself can be read only once. */
  readonly stream: ByteStream | (() => ByteStream);
  /** Exact number of bytes in the stream: the storage rejects an upload of unknown length. */
  readonly size: number;
  /** @default 'image' */
  readonly name?: string;
  /** Media type. @default derived from the name */
  readonly type?: string;
}

/** What can be uploaded: `File` or `Blob`, bytes, a `Buffer`, a stream of known size, or React Native's `{ uri, name, type }`. */
export type UploadSource = Blob | Uint8Array | ArrayBuffer | StreamFile | NativeFile;

export interface PreparedSource {
  readonly filename: string;
  readonly contentType: string;
  readonly size?: number;
  readonly body: Blob | Uint8Array<ArrayBuffer> | StreamFile | NativeFile;
}

export interface SourceOptions {
  readonly filename?: string;
  readonly contentType?: string;
}

/**
 * Name, media type and length of a source. A missing type is detected from the first bytes, then from the name.
 *
 * @param keepStreams whether the transport can send a stream
 */
export async function prepareSource(source: UploadSource, options: SourceOptions, keepStreams: boolean): Promise<PreparedSource> {
  const { name, type } = source as Partial<NativeFile>;
  const filename = options.filename ?? (typeof name === 'string' ? name : 'image');
  const declared = options.contentType ?? (typeof type === 'string' ? type : '');
  if ('uri' in source) return { filename, contentType: declared, size: source.size, body: source };
  const body = await toBody(source, keepStreams);
  const size = sizeOf(body);
  if (size === 0) throw new ImageManagementError('The file is empty.', { code: 'empty-file', retryable: false });
  const contentType = declared || typeOfBytes(await head(body)) || typeOfName(filename);
  if (!contentType) {
    throw new ImageManagementError(
      `'${filename}' is not a JPEG, PNG, WebP, GIF, AVIF or TIFF image by its content or name. Set contentType if it is one.`,
      { code: 'unsupported-type', retryable: false },
    );
  }
  return { filename, contentType, size, body };
}

/** Opens a stream; returns any other body unchanged. */
export function open<T>(body: T | StreamFile): T | ByteStream {
  if (!isStream(body)) return body;
  return typeof body.stream === 'function' ? body.stream() : body.stream;
}

export function isStream(body: unknown): body is StreamFile {
  return typeof body === 'object' && body !== null && 'stream' in body && !(body instanceof Blob);
}

function sizeOf(body: Blob | Uint8Array | StreamFile): number {
  return ArrayBuffer.isView(body) ? body.byteLength : body.size;
}

type Body = Exclude<PreparedSource['body'], NativeFile>;

async function toBody(source: Exclude<UploadSource, NativeFile>, keepStreams: boolean): Promise<Body> {
  if (source instanceof Blob) return source;
  if (ArrayBuffer.isView(source)) return source as Uint8Array<ArrayBuffer>;
  // By tag: an ArrayBuffer from another realm (frame, worker, test runner) is not an `instanceof ArrayBuffer`.
  if (Object.prototype.toString.call(source) === '[object ArrayBuffer]') return new Uint8Array(source as ArrayBuffer);
  if (!isStream(source) || !Number.isSafeInteger(source.size)) {
    throw new TypeError('An upload must be a Blob, File, Uint8Array, Buffer, ArrayBuffer, { stream, size } or { uri, name, type }.');
  }
  return keepStreams ? source : collect(source);
}

async function collect(file: StreamFile): Promise<Blob> {
  const parts: BlobPart[] = [];
  for await (const piece of pieces(open<never>(file))) parts.push(piece as Uint8Array<ArrayBuffer>);
  return new Blob(parts);
}

async function head(body: Blob | Uint8Array | StreamFile): Promise<Uint8Array> {
  if (ArrayBuffer.isView(body)) return body.subarray(0, 32);
  return body instanceof Blob ? new Uint8Array(await body.slice(0, 32).arrayBuffer()) : new Uint8Array();
}

const SIGNATURES: ReadonlyArray<readonly [type: string, signature: RegExp]> = [
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
  ['image/avif', /^[^]{4}ftyp(avif|avis|(mif1|msf1)[^]{4}[^]*avi[fs])/],
  ['image/tiff', /^(II\x2a\x00|MM\x00\x2a)/],
];

function typeOfBytes(bytes: Uint8Array): string | undefined {
  const text = String.fromCharCode(...bytes);
  return SIGNATURES.find(([, signature]) => signature.test(text))?.[0];
}

function typeOfName(filename: string): string | undefined {
  const extension = /\.(jpe?g|png|webp|gif|avif|tiff?)$/i.exec(filename)?.[1]?.toLowerCase();
  return extension && `image/${({ jpg: 'jpeg', tif: 'tiff' } as Record<string, string>)[extension] ?? extension}`;
}
