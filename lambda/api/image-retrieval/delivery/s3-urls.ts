import { signDownload } from './sign-download';
import type { Picture, SignedUrl, UrlSigner, UrlSignerOptions } from './url-signer';
import { secondsOfUrl } from '../../http/session-expiry';
import { later, wholeSecond } from '../../http/whole-second';

/** Presigned URLs: S3 checks them, and they end with the session of the role that signed them. */
export class S3Urls implements UrlSigner {
  constructor(private readonly options: UrlSignerOptions) {}

  public async sign(picture: Picture): Promise<SignedUrl> {
    const { s3, bucket } = this.options;
    const now = wholeSecond(this.options.now());
    const expiresInSeconds = await secondsOfUrl(s3, this.options.expiresInSeconds, now);
    const url = await signDownload(s3, { ...picture, bucket, expiresInSeconds, now });
    return { url, expiresAt: later(now, expiresInSeconds) };
  }
}
