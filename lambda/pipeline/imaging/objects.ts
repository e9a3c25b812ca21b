import { Readable } from 'node:stream';
import { GetObjectCommand, GetObjectCommandOutput, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

export interface StoredObject {
  readonly bytes: Buffer;
  /** Bytes of the whole object; larger than `bytes.length` if only its head was read. */
  readonly size: number;
  /** Its Content-Type in the bucket. */
  readonly type?: string;
}

/** The read side of a bucket; tests and benchmarks keep objects in memory. */
export interface ObjectReader {
  /**
   * The whole object.
   *
   * @param maxBytes a larger object is not read
   * @throws MissingObjectError, ObjectTooLargeError
   */
  get(key: string, maxBytes?: number): Promise<StoredObject>;
  /** Up to the first `length` bytes of an object, which may be empty. @throws MissingObjectError */
  getHead(key: string, length: number): Promise<StoredObject>;
}

export interface ObjectWriter {
  put(key: string, bytes: Buffer, type: string, cacheControl?: string): Promise<void>;
}

/** The image was deleted while its workflow ran. S3 answers 404 only to callers that may list the bucket. */
export class MissingObjectError extends Error {
  readonly name = 'MissingObjectError';
  constructor(key: string) {
    super(`${key} does not exist: it was deleted after the workflow started`);
  }
}

export class ObjectTooLargeError extends Error {
  readonly name = 'ObjectTooLargeError';
}

/** An S3 bucket. */
export class S3Objects implements ObjectReader, ObjectWriter {
  constructor(private readonly client: S3Client, private readonly bucket: string) {}

  async get(key: string, maxBytes = Infinity): Promise<StoredObject> {
    const response = await this.request(key);
    if ((response.ContentLength ?? 0) > maxBytes) {
      (response.Body as Readable).destroy();
      throw new ObjectTooLargeError(`${key} has ${response.ContentLength} bytes, at most ${maxBytes} are allowed`);
    }
    return stored(response);
  }

  async getHead(key: string, length: number): Promise<StoredObject> {
    try {
      return await stored(await this.request(key, `bytes=0-${length - 1}`));
    } catch (error) {
      // S3 rejects every range of an empty object.
      if (statusOf(error) === 416) return { bytes: Buffer.alloc(0), size: 0 };
      throw error;
    }
  }

  async put(key: string, bytes: Buffer, type: string, cacheControl?: string): Promise<void> {
    await this.client.send(new PutObjectCommand({
      Bucket: this.bucket,
      Key: key,
      Body: bytes,
      ContentLength: bytes.length,
      ContentType: type,
      CacheControl: cacheControl,
    }));
  }

  private async request(key: string, range?: string): Promise<GetObjectCommandOutput> {
    try {
      return await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key, Range: range }));
    } catch (error) {
      if (statusOf(error) === 404) throw new MissingObjectError(key);
      throw error;
    }
  }
}

async function stored(response: GetObjectCommandOutput): Promise<StoredObject> {
  const bytes = await bytesOf(response);
  // `bytes 0-65535/2931021`; a store that ignores the range sends the whole object.
  const total = /\/(\d+)$/.exec(response.ContentRange ?? '');
  return {
    bytes,
    size: total ? Number(total[1]) : bytes.length,
    type: response.ContentType,
  };
}

/** Reads into one preallocated buffer: collecting chunks and joining them would need twice the memory. */
async function bytesOf({ Body, ContentLength }: GetObjectCommandOutput): Promise<Buffer> {
  const body = Body as Readable;
  if (ContentLength === undefined) return Buffer.concat(await body.toArray());
  const bytes = Buffer.allocUnsafeSlow(ContentLength);
  let end = 0;
  for await (const chunk of body) {
    bytes.set(chunk as Uint8Array, end);
    end += (chunk as Uint8Array).length;
  }
  if (end < ContentLength) throw new Error(`expected an object of ${ContentLength} bytes, but the response ended after ${end}`);
  return bytes;
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
