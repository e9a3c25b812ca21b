import { fromReason, networkError } from '../core/map-error.js';
import { TimeoutError } from '../errors.js';
import { refusal } from './refusal.js';
import type { Transport, TransportAnswer, TransportRequest } from './transport.js';

export interface Shipment extends Pick<TransportRequest, 'method' | 'url' | 'headers' | 'body'> {
  /** Told the bytes sent so far. What it throws ends the upload and reaches the caller. */
  readonly report: (bytes: number) => void;
  readonly signal?: AbortSignal;
}

// A line on which no byte moves for this long is dead: TCP alone may wait for a quarter of an hour.
const STALL = 60_000;

/** Sends once. Throws UploadError for a refusal, NetworkError, TimeoutError for a stall, or AbortError. */
export async function send(transport: Transport, { method, url, headers, body, report, signal }: Shipment): Promise<void> {
  const stop = new Stop(signal);
  const watch = new Watchdog(transport.reportsProgress, () => stop.now(() => stalled()));
  const onSent = (bytes: number) => {
    watch.moved();
    try {
      report(bytes);
    } catch (error) {
      stop.now(() => error);
    }
  };
  let answer: TransportAnswer;
  try {
    watch.moved();
    stop.check();
    answer = await transport.send({ method, url, headers, body, signal: stop.signal, onSent });
    stop.check();
  } catch (cause) {
    throw stop.error ? stop.error() : networkError(cause);
  } finally {
    watch.end();
    stop.end();
  }
  if (answer.status < 200 || answer.status > 299) throw refusal(answer);
}

function stalled(): TimeoutError {
  return new TimeoutError(`No byte of the upload moved for ${STALL / 1000} s.`, { code: 'upload-stalled', retryable: true });
}

/** Ends a transfer for one of several reasons, and remembers which: React Native's signals carry no reason. */
class Stop {
  error: (() => unknown) | undefined;
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal | undefined;
  readonly #forward = () => this.now(() => fromReason(this.#outer?.reason));

  constructor(outer: AbortSignal | undefined) {
    this.#outer = outer;
    outer?.addEventListener('abort', this.#forward, { once: true });
    if (outer?.aborted) this.#forward();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  now(error: () => unknown): void {
    this.error ??= error;
    this.#controller.abort();
  }

  check(): void {
    if (this.error) throw this.error();
  }

  end(): void {
    this.#outer?.removeEventListener('abort', this.#forward);
  }
}

class Watchdog {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly enabled: boolean, private readonly onStall: () => void) {}

  moved(): void {
    this.end();
    if (this.enabled) this.#timer = setTimeout(this.onStall, STALL);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
