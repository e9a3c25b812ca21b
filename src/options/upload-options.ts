import { Duration, Size, Token } from 'aws-cdk-lib';
import { fail, failUnknown, firstDuplicate, requireWhole } from './check';
import { DEFAULT_LIMITS, LIMITS } from '../contract/image-settings';

/**
 * Options of uploads, and of the web pages that make them.
 */
export interface UploadOptions {
  /**
   * Largest file, 1 byte to 200 MiB. S3 itself refuses a larger one where the client announced its size; validation
   * rejects and deletes it otherwise.
   *
   * @default Size.mebibytes(25)
   */
  readonly maxFileSize?: Size;

  /**
   * How long an upload or download URL works, 1 second to 1 hour. The role that signs the URLs has sessions of an
   * hour: a longer promise could not be kept.
   *
   * @default Duration.minutes(5)
   */
  readonly urlExpiry?: Duration;

  /**
   * Upload grants that one user may hold at a time: handed out, and neither used by an upload, nor deleted, nor expired.
   * A further one is answered 429 with `Retry-After`. Calls at the very same moment may exceed it by their number, never
   * `maxGrantsPerMinute`. 1 to 10,000.
   *
   * @default 100
   */
  readonly maxOpenGrants?: number;

  /**
   * Upload grants that one user may get in one minute of the clock, used or not. A further one is answered 429 with
   * `Retry-After`, also where calls come at the same moment. 1 to 10,000.
   *
   * @default 300
   */
  readonly maxGrantsPerMinute?: number;

  /**
   * Origins of the web pages that may call the API and the buckets, for instance `https://app.example.com`;
   * `*` alone stands for any. Programs outside browsers need none.
   *
   * An answer names the origin of the page that asked, with `Vary: Origin`, and no other. Only the errors that API Gateway
   * answers by itself (no valid token, throttling, a request over 10 MB, a handler that cannot be reached) cannot choose among
   * several origins: with more than one they name whoever asks. Their texts are fixed.
   *
   * @default - no web page may call the API
   */
  readonly allowedOrigins?: string[];
}

/** The options with their defaults, checked, in the units that the handlers read. */
export interface UploadSettings {
  readonly maxFileSize: number;
  readonly urlExpirySeconds: number;
  readonly maxOpenGrants: number;
  readonly maxGrantsPerMinute: number;
  readonly allowedOrigins: readonly string[];
}

const MAX_URL_EXPIRY = Duration.hours(1).toSeconds();
// The counts of one user's minute are one row, which takes 1,000 writes a second: a grant and its use are two.
const GRANTS = { min: 1, max: 10_000 };

export function toUploadSettings(options: UploadOptions = {}): UploadSettings {
  const { maxFileSize = Size.bytes(DEFAULT_LIMITS.maxFileSize), urlExpiry = Duration.minutes(5), allowedOrigins = [] } = options;
  const { maxOpenGrants = 100, maxGrantsPerMinute = 300 } = options;
  if (maxFileSize.isUnresolved()) failUnknown('upload.maxFileSize', 'write the size itself');
  if (urlExpiry.isUnresolved()) failUnknown('upload.urlExpiry', 'write the duration itself');
  const bytes = maxFileSize.toBytes();
  requireWhole('upload.maxFileSize (in bytes)', bytes, LIMITS.maxFileSize);
  const seconds = urlExpiry.toMilliseconds() / 1000;
  requireWhole('upload.urlExpiry (in seconds)', seconds, { min: 1, max: MAX_URL_EXPIRY });
  requireWhole('upload.maxOpenGrants', maxOpenGrants, GRANTS);
  requireWhole('upload.maxGrantsPerMinute', maxGrantsPerMinute, GRANTS);
  checkOrigins(allowedOrigins);
  return { maxFileSize: bytes, urlExpirySeconds: seconds, maxOpenGrants, maxGrantsPerMinute, allowedOrigins };
}

function checkOrigins(origins: readonly string[]): void {
  if (origins.includes('*') && origins.length > 1) {
    fail('upload.allowedOrigins', 'either origins or "*" alone', JSON.stringify(origins), '"*" allows every origin already');
  }
  for (const origin of origins) {
    if (Token.isUnresolved(origin) || origin === '*') continue;
    if (!isOrigin(origin)) {
      fail(`upload.allowedOrigins: '${origin}'`, 'a scheme and a host, with a port where it is not the usual one',
        'something else', 'write it as the browser sends it, for instance https://app.example.com, without a path or a slash at the end');
    }
  }
  const twice = firstDuplicate(origins);
  if (twice !== undefined) fail('upload.allowedOrigins', 'each origin once', `'${twice}' twice`);
}

/** Browsers send an origin in one spelling: lower case, no default port, no path. Any other would never match. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
}
