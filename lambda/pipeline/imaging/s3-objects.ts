import { Readable } from 'node:stream';
import { GetObjectCommand, GetObjectCommandOutput, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { MissingObjectError, ObjectReader, ObjectWriter, StoredObject } from './objects';
import { RejectedFile } from './rejection';

/** One bucket. */
export class S3Objects implements ObjectReader, ObjectWriter {
  constructor(private readonly client: S3Client, private readonly bucket: string) {}

  async get(key: string, maxBytes = Infinity): Promise<StoredObject> {
    const response = await this.request(key);
    if ((response.ContentLength ?? 0) > maxBytes) {
      (response.Body as Readable).destroy();
      throw new RejectedFile('file-too-large');
    }
    return stored(response);
  }

  async getHead(key: string, length: number): Promise<StoredObject> {
    try {
      return await stored(await this.request(key, `bytes=0-${length - 1}`));
    } catch (error) {
      // No range lies within an empty object.
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
  // `bytes 0-65535/2931021`; a store that ignores the range sends the whole.
  const total = /\/(\d+)$/.exec(response.ContentRange ?? '');
  return {
    bytes,
    size: total ? Number(total[1]) : bytes.length,
    type: response.ContentType,
  };
}

/** Straight into one buffer of the right size: collected in pieces and joined, an original would take twice its memory. */
async function bytesOf({ Body, ContentLength }: GetObjectCommandOutput): Promise<Buffer> {
  const body = Body as Readable;
  if (ContentLength === undefined) return Buffer.concat(await body.toArray());
  const bytes = Buffer.allocUnsafeSlow(ContentLength);
  let end = 0;
  for await (const chunk of body) {
    bytes.set(chunk as Uint8Array, end);
    end += (chunk as Uint8Array).length;
  }
  if (end < ContentLength) throw new Error(`an object of ${ContentLength} bytes was expected, and the answer ended after ${end}`);
  return bytes;
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
