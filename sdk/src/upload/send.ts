import { networkError } from '../core/problem.js';
import { stoppable } from '../core/stoppable.js';
import { TimeoutError, isImageManagementError } from '../errors.js';
import { refusal } from './refusal.js';
import type { Transport, TransportRequest } from './transport.js';

export interface Shipment extends Pick<TransportRequest, 'method' | 'url' | 'headers' | 'body' | 'size'> {
  /** Told the bytes sent so far. What it throws ends the upload and reaches the caller. */
  readonly report: TransportRequest['onSent'];
  readonly signal?: AbortSignal;
}

// A line on which no byte moves for this long is dead: TCP alone may wait for a quarter of an hour.
const STALL = 60_000;

/** Sends once. Throws UploadError for a refusal, NetworkError, TimeoutError for a stall, or AbortError. */
export async function send(transport: Transport, { report, signal, ...request }: Shipment): Promise<void> {
  const answer = await stoppable(signal, async (stop) => {
    const watch = () => transport.reportsProgress && stop.after(STALL, stalled);
    watch();
    return transport.send({
      ...request,
      signal: stop.signal,
      onSent: (bytes, total) => {
        watch();
        try {
          report(bytes, total);
        } catch (error) {
          stop.now(error);
        }
      },
    });
  }, (cause) => (isImageManagementError(cause) ? cause : networkError(cause)));
  if (answer.status < 200 || answer.status > 299) throw refusal(answer);
}

function stalled(): TimeoutError {
  return new TimeoutError(`No byte of the upload moved for ${STALL / 1000} s.`, { code: 'upload-stalled', retryable: true });
}
