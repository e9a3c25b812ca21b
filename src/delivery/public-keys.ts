import { createPublicKey, KeyObject } from 'crypto';
import { canSignUrls, fingerprintOf, SIGNING_KEYS } from '../contract/signing-keys';
import { fail, firstDuplicate, requireKnown } from '../options/check';

export interface TrustedKey {
  readonly fingerprint: string;
  /** SPKI, in the one spelling that CloudFront takes. */
  readonly pem: string;
}

/** One that signs, and one that takes its place or has just lost it. */
const MAX_KEYS = 2;
const FIX = 'make a pair with: openssl ecparam -name prime256v1 -genkey -noout -out signing-key.pem; '
  + 'openssl ec -in signing-key.pem -pubout -out signing-key.pub.pem';

/** No message repeats what came: it may be a private key. */
export function toTrustedKeys(publicKeys: readonly string[]): TrustedKey[] {
  if (publicKeys.length < 1 || publicKeys.length > MAX_KEYS) {
    fail('publicKeys of Delivery.cloudFront()', 'one key, or two while one replaces the other', `${publicKeys.length} keys`);
  }
  const keys = publicKeys.map((pem, index) => toTrustedKey(`publicKeys[${index}] of Delivery.cloudFront()`, pem));
  if (firstDuplicate(keys.map(({ fingerprint }) => fingerprint)) !== undefined) {
    fail('publicKeys of Delivery.cloudFront()', 'each key once', 'the same key twice');
  }
  return keys;
}

function toTrustedKey(subject: string, pem: string): TrustedKey {
  requireKnown(subject, pem, 'read it from a file');
  // Node would take the public half of it, and the rest would stay in the app's source.
  if (/PRIVATE KEY/.test(pem)) fail(subject, 'a public key', 'a private one', 'keep that out of the app: only the function that signs reads it, from S3');
  const key = parse(subject, pem);
  if (!canSignUrls(key)) fail(subject, `a key that CloudFront takes (${SIGNING_KEYS})`, describe(key), FIX);
  return { fingerprint: fingerprintOf(key), pem: key.export({ type: 'spki', format: 'pem' }).toString() };
}

function parse(subject: string, pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch {
    return fail(subject, 'a public key in PEM (-----BEGIN PUBLIC KEY-----)', `${pem.length} characters that are none`, FIX);
  }
}

function describe({ asymmetricKeyType, asymmetricKeyDetails: { modulusLength, namedCurve } = {} }: KeyObject): string {
  const size = modulusLength === undefined ? namedCurve : `${modulusLength} bits`;
  return size === undefined ? `${asymmetricKeyType}` : `${asymmetricKeyType} with ${size}`;
}
