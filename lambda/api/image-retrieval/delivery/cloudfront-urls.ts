import { signCannedUrl } from './canned-url';
import { dispositionOf, percentEncode } from './sign-download';
import type { SigningKeySource } from './signing-key';
import type { Picture, SignedUrl, UrlSigner } from './url-signer';
import { DISPOSITION_PARAMETER } from '../../../../src/contract/delivery';
import { later, wholeSecond } from '../../http/whole-second';

export interface CloudFrontUrlsOptions {
  readonly domain: string;
  readonly keys: Pick<SigningKeySource, 'current'>;
  /** Life of a URL. */
  readonly expiresInSeconds: number;
  readonly now: () => Date;
}

/** Signed URLs of the distribution. It serves a picture under the type that it was stored with. */
export class CloudFrontUrls implements UrlSigner {
  constructor(private readonly options: CloudFrontUrlsOptions) {}

  public async sign({ key, filename }: Picture): Promise<SignedUrl> {
    const { domain, keys, expiresInSeconds } = this.options;
    const path = key.split('/').map(percentEncode).join('/');
    // Encoded to the last quote: browsers encode what is not, and the signature would be of another URL.
    const url = `https://${domain}/${path}?${DISPOSITION_PARAMETER}=${percentEncode(dispositionOf(filename))}`;
    const expiresAt = later(wholeSecond(this.options.now()), expiresInSeconds);
    return { url: signCannedUrl(url, expiresAt, await keys.current()), expiresAt };
  }
}
