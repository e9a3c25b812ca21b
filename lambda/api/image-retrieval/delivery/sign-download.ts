import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

export interface DownloadTerms {
  readonly bucket: string;
  readonly key: string;
  readonly contentType: string;
  /** Name that a browser saves the picture under; any Unicode. */
  readonly filename: string;
  readonly expiresInSeconds: number;
  readonly now: Date;
}

/** A presigned GET. Type and name are part of the signature, so they hold whatever was stored. */
export async function signDownload(s3: S3Client, terms: DownloadTerms): Promise<string> {
  const command = new GetObjectCommand({
    Bucket: terms.bucket,
    Key: terms.key,
    ResponseContentType: terms.contentType,
    ResponseContentDisposition: dispositionOf(terms.filename),
  });
  return getSignedUrl(s3, command, { expiresIn: terms.expiresInSeconds, signingDate: terms.now });
}

/** Shown where it is opened, and saved under this name. */
export function dispositionOf(filename: string): string {
  return `inline; filename*=UTF-8''${percentEncode(filename)}`;
}

/** `ext-value` of RFC 8187: what encodeURIComponent leaves and the RFC does not allow is encoded too. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

// Each character can become 36 in the URL (four bytes, percent-encoded twice); API Gateway's headers end at 10 KB.
const MAX_STEM = 80;

/** `Urlaub.jpeg` as medium WebP: `Urlaub-medium.webp`. */
export function downloadName(filename: string, size: string, extension: string): string {
  const stem = filename.replace(/\.[^.]*$/, '') || filename;
  return `${[...stem].slice(0, MAX_STEM).join('')}-${size}.${extension}`;
}
