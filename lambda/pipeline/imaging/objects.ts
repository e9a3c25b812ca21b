/** What the pipeline needs of a bucket; `s3-objects.ts` is the real one. */
export interface StoredObject {
  readonly bytes: Buffer;
  /** Of the whole object, in bytes; more than `bytes` holds when only its head was read. */
  readonly size: number;
  /** Content-Type that it was stored under. */
  readonly type?: string;
}

export interface ObjectReader {
  /**
   * The whole object.
   *
   * @param maxBytes a larger one is not read
   * @throws MissingObjectError
   * @throws RejectedFile `file-too-large`
   */
  get(key: string, maxBytes?: number): Promise<StoredObject>;
  /** Up to the first `length` bytes of an object, which may be empty. @throws MissingObjectError */
  getHead(key: string, length: number): Promise<StoredObject>;
}

export interface ObjectWriter {
  put(key: string, bytes: Buffer, type: string, cacheControl?: string): Promise<void>;
}

/** The object is gone: its image was deleted while the workflow ran. S3 says so to those alone who may list the bucket. */
export class MissingObjectError extends Error {
  readonly name = 'MissingObjectError';
  constructor(key: string) {
    super(`${key} should exist and does not: it was deleted after the workflow started`);
  }
}
