import { UploadError, isImageManagementError } from '../errors.js';
import type { TransportAnswer } from './transport.js';

const EXPIRED = 'upload-expired';

/** Codes of the storage that mean more to a caller than "refused". */
const MEANINGS: Readonly<Record<string, readonly [code: string, message: string, retryable: boolean]>> = {
  EntityTooLarge: ['file-too-large', 'The file is larger than the backend accepts.', false],
  BadDigest: ['upload-damaged', 'The bytes were damaged on the way.', true],
  XAmzContentSHA256Mismatch: ['upload-damaged', 'The bytes were damaged on the way.', true],
  RequestTimeout: ['upload-stalled', 'The storage waited too long for the next bytes.', true],
  SlowDown: ['too-many-requests', 'The storage asks to send more slowly.', true],
};

/** The storage's answer, XML where it is any, as an error. */
export function refusal({ status, body }: TransportAnswer): UploadError {
  const storageCode = /<Code>([^<]+)<\/Code>/.exec(body)?.[1];
  const requestId = /<RequestId>([^<]+)<\/RequestId>/.exec(body)?.[1];
  // A signature or a form's policy that ran out is refused with 403, the session that signed them (ExpiredToken) with 400.
  const expired = [400, 403].includes(status) && /expired/i.test(`${storageCode} ${/<Message>([^<]*)/.exec(body)?.[1]}`);
  const [code, message, retryable] = expired
    ? [EXPIRED, 'The permission to upload ran out before the upload began.', true] as const
    : MEANINGS[storageCode ?? ''] ?? ['upload-refused', `The storage refused the upload (${status}${storageCode ? ` ${storageCode}` : ''}).`, status >= 500] as const;
  return new UploadError(message, { code, status, requestId, retryable, storageCode });
}

export function isExpired(error: unknown): boolean {
  return isImageManagementError(error) && error.code === EXPIRED;
}
