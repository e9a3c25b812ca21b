import { createPrivateKey, createPublicKey, KeyObject } from 'node:crypto';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SIGNING_KEY } from '../../../../src/contract/object-keys';
import { canSignUrls, fingerprintOf, SIGNING_KEYS } from '../../../../src/contract/signing-keys';

export interface SigningKey {
  readonly privateKey: KeyObject;
  /** CloudFront's id of its public half. */
  readonly keyPairId: string;
}

export interface SigningKeySourceOptions {
  readonly s3: S3Client;
  readonly bucket: string;
  /** Of the keys that the distribution trusts, by fingerprint. */
  readonly keyPairIds: Readonly<Record<string, string>>;
  readonly now: () => Date;
}

/** How long a new key may take to be used everywhere; the old one has to be trusted for so long. */
const RENEW_AFTER_MS = 60 * 60 * 1000;

/**
 * The private key that an operator put into the bucket of renditions. It is read with the first URL that a function signs,
 * and again with the first after an hour.
 */
export class SigningKeySource {
  private held?: { readonly key: SigningKey; readonly readAt: number };

  constructor(private readonly options: SigningKeySourceOptions) {}

  /**
   * @throws Error where the key is missing, is none, or belongs to no public key of the distribution. It says which and what
   * to do, and nothing of the object's content. The next call reads again, so that it works as soon as the key is there.
   */
  public async current(): Promise<SigningKey> {
    const now = this.options.now().getTime();
    if (this.held === undefined || now - this.held.readAt >= RENEW_AFTER_MS) {
      this.held = { key: this.parse(await this.read()), readAt: now };
    }
    return this.held.key;
  }

  private async read(): Promise<string> {
    const { s3, bucket } = this.options;
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: SIGNING_KEY }));
      return await Body?.transformToString() ?? '';
    } catch (error) {
      // S3 tells those who may not list a bucket "access denied" of what is not there.
      const { name } = error as Error;
      throw new Error(`${this.subject} should be there and readable, got ${name}; put the private key there (docs/delivery.md)`, { cause: error });
    }
  }

  private parse(pem: string): SigningKey {
    const privateKey = parsePem(pem);
    if (!privateKey || !canSignUrls(privateKey)) {
      const got = privateKey ? `one of another kind (${privateKey.asymmetricKeyType})` : `${pem.length} characters that are none`;
      throw new Error(`${this.subject} should be a private key in PEM without a passphrase (${SIGNING_KEYS}), got ${got}`);
    }
    const { keyPairIds } = this.options;
    const fingerprint = fingerprintOf(createPublicKey(privateKey));
    const keyPairId = keyPairIds[fingerprint];
    if (keyPairId === undefined) {
      throw new Error(`${this.subject} should belong to a public key of the distribution (${Object.keys(keyPairIds).join(', ')}), `
        + `got the private key of ${fingerprint}; give its public key to Delivery.cloudFront(), or put another one there`);
    }
    return { privateKey, keyPairId };
  }

  private get subject(): string {
    return `the signing key s3://${this.options.bucket}/${SIGNING_KEY}`;
  }
}

/** What Node says about a text that is no key is left out: it must not reach a log. */
function parsePem(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
