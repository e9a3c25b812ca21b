import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MissingObjectError, ObjectReader, ObjectWriter, StoredObject } from '../../lambda/pipeline/imaging/objects';

export interface StoredFile {
  readonly key: string;
  readonly path: string;
  readonly type: string;
}

export interface JobRequest {
  readonly id: number;
  readonly job: string;
  /** Objects that exist when the job starts. */
  readonly files: readonly StoredFile[];
  /** Receives the objects that it writes. */
  readonly folder: string;
  readonly argument: unknown;
}

export type JobReply = { readonly id: number } & (
  | { readonly cpuMs: number; readonly result: unknown; readonly written: readonly StoredFile[] }
  | { readonly error: string });

export type Job = (objects: Objects, argument: never) => Promise<unknown>;

/** Objects in memory, so that neither disk nor network is measured. */
export class Objects implements ObjectReader, ObjectWriter {
  readonly written = new Map<string, { bytes: Buffer; type: string }>();

  constructor(private readonly stored: ReadonlyMap<string, StoredObject>) {}

  async get(key: string): Promise<StoredObject> {
    const object = this.stored.get(key);
    if (!object) throw new MissingObjectError(key);
    return object;
  }

  async getHead(key: string, length: number): Promise<StoredObject> {
    const object = await this.get(key);
    return { ...object, bytes: object.bytes.subarray(0, length) };
  }

  async put(key: string, bytes: Buffer, type: string): Promise<void> {
    // The functions release their buffers once the files are stored.
    this.written.set(key, { bytes: Buffer.from(bytes), type });
  }
}

/** Answers the parent's requests one after the other, each with the processor time of only that job. */
export function serveJobs(jobs: Readonly<Record<string, Job>>): void {
  process.on('message', (request: JobRequest) => {
    run(jobs, request)
      .catch((error: unknown): JobReply => ({ id: request.id, error: String(error instanceof Error ? error.stack : error) }))
      .then(reply => process.send!(reply))
      .catch(() => process.exit(1));
  });
  process.on('disconnect', () => process.exit());
}

async function run(jobs: Readonly<Record<string, Job>>, { id, job, files, folder, argument }: JobRequest): Promise<JobReply> {
  const objects = new Objects(new Map(files.map(({ key, path, type }) => {
    const bytes = readFileSync(path);
    return [key, { bytes, size: bytes.length, type }];
  })));
  const before = process.cpuUsage();
  const result = await jobs[job](objects, argument as never);
  const { user, system } = process.cpuUsage(before);
  const written = [...objects.written].map(([key, { bytes, type }]): StoredFile => {
    const path = join(folder, key.replaceAll('/', '-'));
    writeFileSync(path, bytes);
    return { key, path, type };
  });
  return { id, cpuMs: (user + system) / 1000, result, written };
}
