import { networkError } from '../core/problem.js';
import { stoppable } from '../core/stoppable.js';
import { TimeoutError, UploadError, isImageManagementError } from '../errors.js';
import type { Transport, TransportAnswer, TransportRequest } from './transport.js';

export interface UploadRequest extends Pick<TransportRequest, 'method' | 'url' | 'headers' | 'body' | 'size'> {
  /** Called with the bytes sent so far. An error that it throws ends the upload and reaches the caller. */
  readonly report: TransportRequest['onSent'];
  readonly signal?: AbortSignal;
}

// A connection that moves no byte for this long is dead. TCP itself may take 15 minutes to notice.
const STALL_TIMEOUT = 60_000;

/** Sends once. Throws UploadError if the storage rejects the upload, NetworkError, TimeoutError if it stalls, or AbortError. */
export async function send(transport: Transport, { report, signal, ...request }: UploadRequest): Promise<void> {
  const answer = await stoppable(signal, async (stop) => {
    const restartStallClock = () => transport.reportsProgress && stop.after(STALL_TIMEOUT, stalled);
    restartStallClock();
    return transport.send({
      ...request,
      signal: stop.signal,
      onSent: (bytes, total) => {
        restartStallClock();
        try {
          report(bytes, total);
        } catch (error) {
          stop.now(error);
        }
      },
    });
  }, (cause) => (isImageManagementError(cause) ? cause : networkError(cause)));
  if (answer.status < 200 || answer.status > 299) throw rejectionOf(answer);
}

export function isExpired(error: unknown): boolean {
  return isImageManagementError(error) && error.code === EXPIRED;
}

function stalled(): TimeoutError {
  return new TimeoutError(`No byte of the upload moved for ${STALL_TIMEOUT / 1000} s.`, { code: 'upload-stalled', retryable: true });
}

const EXPIRED = 'upload-expired';

const DAMAGED = ['upload-damaged', 'The bytes were damaged on the way.', true] as const;

/** Storage codes that have a code of their own in the client. */
const KNOWN_REJECTIONS: Readonly<Record<string, readonly [code: string, message: string, retryable: boolean]>> = {
  EntityTooLarge: ['file-too-large', 'The file is larger than the backend accepts.', false],
  BadDigest: DAMAGED,
  XAmzContentSHA256Mismatch: DAMAGED,
  RequestTimeout: ['upload-stalled', 'The storage waited too long for the next bytes.', true],
  SlowDown: ['too-many-requests', 'The storage throttled the upload.', true],
};

/** The error for a rejection by the storage, whose body is usually XML. */
function rejectionOf({ status, body }: TransportAnswer): UploadError {
  const storageCode = /<Code>([^<]+)<\/Code>/.exec(body)?.[1];
  const requestId = /<RequestId>([^<]+)<\/RequestId>/.exec(body)?.[1];
  // The storage answers 403 if the signature or the form's policy expired, and 400 (ExpiredToken) if the session that signed it did.
  const expired = [400, 403].includes(status) && /expired/i.test(`${storageCode} ${/<Message>([^<]*)/.exec(body)?.[1]}`);
  const [code, message, retryable] = expired
    ? [EXPIRED, 'The upload grant expired before the upload began.', true] as const
    : KNOWN_REJECTIONS[storageCode ?? ''] ?? ['upload-refused', `The storage rejected the upload (${status}${storageCode ? ` ${storageCode}` : ''}).`, status >= 500] as const;
  return new UploadError(message, { code, status, requestId, retryable, storageCode });
}
