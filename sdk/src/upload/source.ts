import { ImageManagementError } from '../errors.js';

/** A file as React Native's pickers and file systems name it: the bytes never pass through JavaScript. */
export interface NativeFile {
  /** Such as `file:///…` or `content://…`. */
  readonly uri: string;
  readonly name: string;
  /** Media type, such as `image/jpeg`. */
  readonly type: string;
  /** Bytes, where known: the storage then refuses anything longer. */
  readonly size?: number;
}

/** What can be uploaded: `File` or `Blob`, bytes, a `Buffer`, or React Native's `{ uri, name, type }`. */
export type UploadSource = Blob | Uint8Array | ArrayBuffer | NativeFile;

export interface PreparedSource {
  readonly filename: string;
  readonly contentType: string;
  readonly size?: number;
  readonly body: Blob | Uint8Array<ArrayBuffer> | NativeFile;
}

export interface SourceOptions {
  readonly filename?: string;
  readonly contentType?: string;
}

/** Name, media type and length of a source; a missing type is read from the first bytes, then from the name. */
export async function prepareSource(source: UploadSource, options: SourceOptions): Promise<PreparedSource> {
  if (isNativeFile(source)) {
    const { name, type, size } = source;
    return { filename: options.filename ?? name, contentType: options.contentType ?? type, size, body: source };
  }
  const body = toBody(source);
  if (sizeOf(body) === 0) throw new ImageManagementError('The file is empty.', { code: 'empty-file', retryable: false });
  const filename = options.filename ?? ('name' in source && typeof source.name === 'string' ? source.name : 'image');
  const declared = options.contentType ?? (body instanceof Blob ? body.type : '');
  const contentType = declared || typeOfBytes(await head(body)) || typeOfName(filename);
  if (!contentType) {
    throw new ImageManagementError(
      `'${filename}' is no JPEG, PNG, WebP, GIF, AVIF or TIFF image as far as its first bytes and its name tell: give contentType if it is one.`,
      { code: 'unsupported-type', retryable: false },
    );
  }
  return { filename, contentType, size: sizeOf(body), body };
}

export function sizeOf(body: Blob | Uint8Array): number {
  return body instanceof Blob ? body.size : body.byteLength;
}

function isNativeFile(source: UploadSource): source is NativeFile {
  return 'uri' in source && typeof source.uri === 'string';
}

function toBody(source: Blob | Uint8Array | ArrayBuffer): Blob | Uint8Array<ArrayBuffer> {
  if (source instanceof Blob) return source;
  if (ArrayBuffer.isView(source)) return source as Uint8Array<ArrayBuffer>;
  // By tag: an ArrayBuffer of another realm (frame, worker, test runner) is not `instanceof` ours.
  if (Object.prototype.toString.call(source) === '[object ArrayBuffer]') return new Uint8Array(source);
  throw new TypeError('An upload should be a Blob, File, Uint8Array, Buffer, ArrayBuffer or { uri, name, type }.');
}

async function head(body: Blob | Uint8Array): Promise<Uint8Array> {
  return body instanceof Blob ? new Uint8Array(await body.slice(0, 32).arrayBuffer()) : body.subarray(0, 32);
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

const TYPE_OF_EXTENSION: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp', gif: 'image/gif', avif: 'image/avif', tif: 'image/tiff', tiff: 'image/tiff',
};

function typeOfName(filename: string): string | undefined {
  return TYPE_OF_EXTENSION[/\.([a-z]+)$/i.exec(filename)?.[1]?.toLowerCase() ?? ''];
}
