import { sign } from 'node:crypto';
import type { SigningKey } from './signing-key';

/** Characters of base64 that mean something in a query, and what CloudFront reads instead. */
const STAND_INS: Readonly<Record<string, string>> = { '+': '-', '=': '_', '/': '~' };

/**
 * CloudFront's "canned policy": the URL as it is, until a second. CloudFront writes the same text from the request that it
 * gets and checks the signature on it, so neither white space nor the order of its members may change.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-canned-policy.html
 *
 * @param url with a query, encoded as it will be requested
 */
export function signCannedUrl(url: string, expiresAt: Date, { privateKey, keyPairId }: SigningKey): string {
  const expires = Math.floor(expiresAt.getTime() / 1000);
  const policy = JSON.stringify({ Statement: [{ Resource: url, Condition: { DateLessThan: { 'AWS:EpochTime': expires } } }] });
  const signature = sign('sha256', Buffer.from(policy), privateKey).toString('base64').replace(/[+=/]/g, (character) => STAND_INS[character]);
  // Without the last parameter CloudFront takes the signature for one of SHA-1.
  return `${url}&Expires=${expires}&Signature=${signature}&Key-Pair-Id=${keyPairId}&Hash-Algorithm=SHA256`;
}
