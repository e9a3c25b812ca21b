/** Progress of an upload. */
export interface UploadProgress {
  /** Bytes sent. */
  readonly loaded: number;
  /** Bytes of the file. In React Native without a `size`: 0 at first, then the bytes of the form that holds the file. */
  readonly total: number;
  /** 0 to 100; 100 only once, after the storage confirmed the upload. */
  readonly percent: number;
}

/** Called with the progress of an upload. */
export type ProgressListener = (progress: UploadProgress) => void;

/** Reports progress that never decreases, even after a retry; the last byte is reported once the storage confirmed it. */
export class ProgressReporter {
  readonly #listener: ProgressListener | undefined;
  #total: number;
  #reported = -1;

  constructor(total: number, listener?: ProgressListener) {
    this.#total = total;
    this.#listener = listener;
  }

  /** `bytes` may include the form around the file, so the progress stays below the total until `finish`. */
  sent(bytes: number, total = 0): void {
    this.#total ||= total;
    const loaded = Math.max(0, Math.min(bytes, this.#total - 1));
    if (loaded <= this.#reported) return;
    this.#reported = loaded;
    this.#listener?.({ loaded, total: this.#total, percent: this.#total > 0 ? (loaded / this.#total) * 100 : 0 });
  }

  finish(): void {
    this.#listener?.({ loaded: this.#total, total: this.#total, percent: 100 });
  }
}
