import { Duration, Size, Token } from 'aws-cdk-lib';
import { fail, failUnknown, firstDuplicate, requireWhole } from './check';
import { DEFAULT_LIMITS, LIMITS } from '../contract/image-settings';

/**
 * Upload limits and allowed web origins.
 */
export interface UploadOptions {
  /**
   * Maximum file size, 1 byte to 200 MiB. S3 refuses a larger file if the client declared its size; otherwise validation
   * rejects and deletes it.
   *
   * @default Size.mebibytes(25)
   */
  readonly maxFileSize?: Size;

  /**
   * How long upload and download URLs are valid, 1 second to 1 hour: sessions of the signing role last an hour.
   *
   * @default Duration.minutes(5)
   */
  readonly urlExpiry?: Duration;

  /**
   * Open upload grants per user: issued, and not yet used, deleted or expired. 1 to 10,000. Further requests get status 429
   * with `Retry-After`. Simultaneous requests can exceed this limit, but never `maxGrantsPerMinute`.
   *
   * @default 100
   */
  readonly maxOpenGrants?: number;

  /**
   * Upload grants per user and clock minute, used or not. 1 to 10,000. Further requests, including simultaneous ones, get
   * status 429 with `Retry-After`.
   *
   * @default 300
   */
  readonly maxGrantsPerMinute?: number;

  /**
   * Web origins that may call the API and the buckets, for instance `https://app.example.com`, or a single `*` for any
   * origin. Clients outside browsers need none.
   *
   * Responses only allow the origin of the request, with `Vary: Origin`. API Gateway's own error responses (invalid token,
   * throttling, request over 10 MB, unavailable handler) cannot choose among several origins: with more than one, they allow
   * the origin of any request. Their texts are fixed.
   *
   * @default - no web origins
   */
  readonly allowedOrigins?: string[];
}

/** The validated options with defaults, in the units of the handlers. */
export interface UploadSettings {
  readonly maxFileSize: number;
  readonly urlExpirySeconds: number;
  readonly maxOpenGrants: number;
  readonly maxGrantsPerMinute: number;
  readonly allowedOrigins: readonly string[];
}

const MAX_URL_EXPIRY = Duration.hours(1).toSeconds();
// The counters of one user's minute are one row, which allows 1,000 writes per second: a grant and its use are two.
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
    fail('upload.allowedOrigins', 'a list of origins or only "*"', JSON.stringify(origins), '"*" allows every origin already');
  }
  for (const origin of origins) {
    if (Token.isUnresolved(origin) || origin === '*') continue;
    if (!isOrigin(origin)) {
      fail(`upload.allowedOrigins: '${origin}'`, 'a scheme and a host, with a port unless it is the default',
        'something else', 'write it as browsers send it, for instance https://app.example.com, without a path or trailing slash');
    }
  }
  const twice = firstDuplicate(origins);
  if (twice !== undefined) fail('upload.allowedOrigins', 'a list of different origins', `'${twice}' twice`);
}

/** Browsers send origins in lower case, without default port and path. Other spellings would never match. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
}
