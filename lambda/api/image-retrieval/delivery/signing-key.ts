import { createPrivateKey, createPublicKey, KeyObject } from 'node:crypto';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SIGNING_KEY } from '../../../../src/contract/object-keys';
import { canSignUrls, fingerprintOf, SIGNING_KEYS } from '../../../../src/contract/signing-keys';

export interface SigningKey {
  readonly privateKey: KeyObject;
  /** CloudFront's id of the public key. */
  readonly keyPairId: string;
}

export interface SigningKeySourceOptions {
  readonly s3: S3Client;
  readonly bucket: string;
  /** Key pair ids that the distribution trusts, by fingerprint. */
  readonly keyPairIds: Readonly<Record<string, string>>;
  readonly now: () => Date;
}

/** A new key is in use everywhere after this time; the distribution must trust the old key until then. */
const RENEW_AFTER_MS = 60 * 60 * 1000;

/** Reads the private key that an operator put into the output bucket, and caches it for an hour. */
export class SigningKeySource {
  private cached?: { readonly key: SigningKey; readonly readAt: number };

  constructor(private readonly options: SigningKeySourceOptions) {}

  /**
   * @throws Error if the key is missing, malformed, or not trusted by the distribution. The text names the fix and never
   * quotes the object. Failures are not cached, so the next call succeeds once the key is in place.
   */
  public async current(): Promise<SigningKey> {
    const now = this.options.now().getTime();
    if (this.cached === undefined || now - this.cached.readAt >= RENEW_AFTER_MS) {
      this.cached = { key: this.parse(await this.read()), readAt: now };
    }
    return this.cached.key;
  }

  private async read(): Promise<string> {
    const { s3, bucket } = this.options;
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: SIGNING_KEY }));
      return await Body?.transformToString() ?? '';
    } catch (error) {
      // S3 answers "access denied" for a missing object if the role may not list the bucket.
      const { name } = error as Error;
      throw new Error(`${this.location} could not be read, got ${name}; put the private key there (docs/delivery.md)`, { cause: error });
    }
  }

  private parse(pem: string): SigningKey {
    const privateKey = parsePem(pem);
    if (!privateKey || !canSignUrls(privateKey)) {
      const got = privateKey ? `a key of another kind (${privateKey.asymmetricKeyType})` : `${pem.length} characters that are not a valid key`;
      throw new Error(`${this.location} should be a private key in PEM without a passphrase (${SIGNING_KEYS}), got ${got}`);
    }
    const { keyPairIds } = this.options;
    const fingerprint = fingerprintOf(createPublicKey(privateKey));
    const keyPairId = keyPairIds[fingerprint];
    if (keyPairId === undefined) {
      throw new Error(`${this.location} should belong to a public key of the distribution (${Object.keys(keyPairIds).join(', ')}), `
        + `got the private key of ${fingerprint}; give its public key to Delivery.cloudFront(), or replace the private key`);
    }
    return { privateKey, keyPairId };
  }

  private get location(): string {
    return `the signing key s3://${this.options.bucket}/${SIGNING_KEY}`;
  }
}

/** Drops Node's error, which could quote the key in a log. */
function parsePem(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
