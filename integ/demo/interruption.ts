const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Turns SIGINT and SIGTERM into an abort, so that the program stops what it started before it exits. */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #listeners = SIGNALS.map(name => [name, () => this.#interrupt(name)] as const);
  /** The signal, or `undefined` if there was none. */
  by: NodeJS.Signals | undefined;

  constructor() {
    for (const [name, listener] of this.#listeners) process.on(name, listener);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** As in a shell: 130 for Ctrl-C. */
  get exitCode(): number {
    return 128 + { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 }[(this.by ?? 'SIGINT') as (typeof SIGNALS)[number]];
  }

  /** Resolves with the first signal. */
  async wait(): Promise<void> {
    if (this.signal.aborted) return;
    await new Promise<void>(resolve => this.signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  #interrupt(name: NodeJS.Signals): void {
    if (this.by) return;
    this.by = name;
    console.error('\nInterrupted: stopping what was started …');
    this.#controller.abort();
  }
}
