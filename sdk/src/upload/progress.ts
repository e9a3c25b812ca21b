/** How far an upload is. */
export interface UploadProgress {
  /** Bytes sent. */
  readonly loaded: number;
  /** Bytes of the file. Where React Native did not give the size: 0 at first, then bytes of the form that carries it. */
  readonly total: number;
  /** 0 to 100; 100 exactly once, when the storage has confirmed the upload. */
  readonly percent: number;
}

/** Hears how far an upload is. */
export type ProgressListener = (progress: UploadProgress) => void;

/** Tells a listener percentages that never fall, over retries too; the last byte counts once it is confirmed. */
export class ProgressReporter {
  readonly #listener: ProgressListener | undefined;
  #total: number;
  #told = -1;

  constructor(total: number, listener?: ProgressListener) {
    this.#total = total;
    this.#listener = listener;
  }

  /** `bytes` may hold the frame of a form too, so it is held below the total until `finish`. */
  sent(bytes: number, total = 0): void {
    this.#total ||= total;
    const loaded = Math.max(0, Math.min(bytes, this.#total - 1));
    if (loaded <= this.#told) return;
    this.#told = loaded;
    this.#listener?.({ loaded, total: this.#total, percent: this.#total > 0 ? (loaded / this.#total) * 100 : 0 });
  }

  finish(): void {
    this.#listener?.({ loaded: this.#total, total: this.#total, percent: 100 });
  }
}
