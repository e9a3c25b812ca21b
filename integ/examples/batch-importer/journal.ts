import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** What is known of a file: that its bytes are at the backend, and how it ended. */
export interface Entry {
  readonly name: string;
  /** Bytes, and milliseconds since 1970: another file of the same name is another entry. */
  readonly size: number;
  readonly modified: number;
  readonly imageId?: string;
  readonly status: 'uploaded' | 'ready' | 'rejected' | 'failed';
  readonly detail?: string;
}

type FileFacts = Pick<Entry, 'name' | 'size' | 'modified'>;

/** A line of JSON for each thing that happened, written at once: whatever stops the import, the next one knows of it. */
export class Journal {
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly path: string) {
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
    for (const line of lines) {
      // The last line may have been cut off with the process.
      try { this.#remember(JSON.parse(line) as Entry); } catch { continue; }
    }
  }

  of(file: FileFacts): Entry | undefined {
    return this.#entries.get(key(file));
  }

  write(entry: Entry): void {
    this.#remember(entry);
    appendFileSync(this.path, `${JSON.stringify(entry)}\n`);
  }

  #remember(entry: Entry): void {
    this.#entries.set(key(entry), entry);
  }
}

function key({ name, size, modified }: FileFacts): string {
  return JSON.stringify([name, size, modified]);
}
