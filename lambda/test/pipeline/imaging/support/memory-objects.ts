import { MissingObjectError, ObjectReader, ObjectWriter, StoredObject } from '../../../../pipeline/imaging/objects';

interface Entry { readonly bytes: Buffer; readonly type: string; readonly cacheControl?: string }

/** A bucket in memory that records its reads; like a real one it stores copies. */
export class MemoryObjects implements ObjectReader, ObjectWriter {
  readonly entries = new Map<string, Entry>();
  readonly reads: string[] = [];

  async get(key: string): Promise<StoredObject> {
    this.reads.push(`whole ${key}`);
    return this.read(key);
  }

  async getHead(key: string, length: number): Promise<StoredObject> {
    this.reads.push(`head ${key}`);
    const object = this.read(key);
    return { ...object, bytes: object.bytes.subarray(0, length) };
  }

  async put(key: string, bytes: Buffer, type: string, cacheControl?: string): Promise<void> {
    this.entries.set(key, { bytes: Buffer.from(bytes), type, cacheControl });
  }

  bytesOf(key: string): Buffer {
    return this.entries.get(key)!.bytes;
  }

  private read(key: string): StoredObject {
    const entry = this.entries.get(key);
    if (!entry) throw new MissingObjectError(key);
    return { bytes: Buffer.from(entry.bytes), size: entry.bytes.length, type: entry.type };
  }
}
