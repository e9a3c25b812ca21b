import { sign } from 'node:crypto';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { SigningKey, SigningKeySource } from './signing-key';
import { DeliverySettings, DISPOSITION_PARAMETER } from '../../../../src/contract/delivery';
import { addSeconds, presignedLife, wholeSecond } from '../../http/expiry';

export interface Download {
  /** Key in the output bucket. */
  readonly key: string;
  readonly contentType: string;
  /** File name that a browser saves the rendition under; may contain any Unicode. */
  readonly filename: string;
}

export interface SignedUrl {
  readonly url: string;
  /** Whole second at which the URL stops working. */
  readonly expiresAt: Date;
}

export interface UrlSigner {
  sign(download: Download): Promise<SignedUrl>;
}

export interface UrlSignerOptions {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly expiresInSeconds: number;
  readonly now: () => Date;
}

export function createUrlSigner(delivery: DeliverySettings, options: UrlSignerOptions): UrlSigner {
  if (delivery.kind === 's3') return new S3Urls(options);
  const { domain, keyPairIds } = delivery;
  return new CloudFrontUrls({ ...options, domain, keys: new SigningKeySource({ ...options, keyPairIds }) });
}

/** Presigned URLs of S3. They expire no later than the session of the role that signs them. */
export class S3Urls implements UrlSigner {
  constructor(private readonly options: UrlSignerOptions) {}

  public async sign({ key, contentType, filename }: Download): Promise<SignedUrl> {
    const { s3, bucket } = this.options;
    const now = wholeSecond(this.options.now());
    const expiresIn = await presignedLife(s3, this.options.expiresInSeconds, now);
    // Type and name are signed, so they override what is stored with the object.
    const command = new GetObjectCommand({
      Bucket: bucket, Key: key, ResponseContentType: contentType, ResponseContentDisposition: contentDisposition(filename),
    });
    const url = await getSignedUrl(s3, command, { expiresIn, signingDate: now });
    return { url, expiresAt: addSeconds(now, expiresIn) };
  }
}

export interface CloudFrontUrlsOptions extends Pick<UrlSignerOptions, 'expiresInSeconds' | 'now'> {
  readonly domain: string;
  readonly keys: Pick<SigningKeySource, 'current'>;
}

/** Signed URLs of the distribution, which serves a rendition with its stored content type. */
export class CloudFrontUrls implements UrlSigner {
  constructor(private readonly options: CloudFrontUrlsOptions) {}

  public async sign({ key, filename }: Download): Promise<SignedUrl> {
    const { domain, keys, expiresInSeconds } = this.options;
    const path = key.split('/').map(percentEncode).join('/');
    // Encoded completely, quotes included: a browser would encode the rest, and the signature would no longer match.
    const url = `https://${domain}/${path}?${DISPOSITION_PARAMETER}=${percentEncode(contentDisposition(filename))}`;
    const expiresAt = addSeconds(wholeSecond(this.options.now()), expiresInSeconds);
    return { url: signCannedUrl(url, expiresAt, await keys.current()), expiresAt };
  }
}

/** Base64 characters that are special in a query string, and CloudFront's replacements for them. */
const URL_SAFE: Readonly<Record<string, string>> = { '+': '-', '=': '_', '/': '~' };

/**
 * CloudFront rebuilds this "canned policy" from the request and checks the signature on it, so its white space and the
 * order of its members must not change.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-canned-policy.html
 */
function signCannedUrl(url: string, expiresAt: Date, { privateKey, keyPairId }: SigningKey): string {
  const expires = Math.floor(expiresAt.getTime() / 1000);
  const policy = JSON.stringify({ Statement: [{ Resource: url, Condition: { DateLessThan: { 'AWS:EpochTime': expires } } }] });
  const signature = sign('sha256', Buffer.from(policy), privateKey).toString('base64').replace(/[+=/]/g, (character) => URL_SAFE[character]);
  // Without Hash-Algorithm, CloudFront expects a SHA-1 signature.
  return `${url}&Expires=${expires}&Signature=${signature}&Key-Pair-Id=${keyPairId}&Hash-Algorithm=SHA256`;
}

/** Browsers display the file, and save it under this name. */
function contentDisposition(filename: string): string {
  return `inline; filename*=UTF-8''${percentEncode(filename)}`;
}

/** `ext-value` of RFC 8187, which also requires these characters to be encoded. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

// A character can take 36 in the URL (four bytes, percent-encoded twice); API Gateway limits headers to 10 KB.
const MAX_STEM = 80;

/** `Urlaub.jpeg` as medium WebP: `Urlaub-medium.webp`. */
export function downloadName(filename: string, size: string, extension: string): string {
  const stem = filename.replace(/\.[^.]*$/, '') || filename;
  return `${[...stem].slice(0, MAX_STEM).join('')}-${size}.${extension}`;
}
