import { CloudFrontUrls } from './cloudfront-urls';
import { S3Urls } from './s3-urls';
import { SigningKeySource } from './signing-key';
import type { UrlSigner, UrlSignerOptions } from './url-signer';
import type { DeliverySettings } from '../../../../src/contract/delivery';

export function createUrlSigner(delivery: DeliverySettings, options: UrlSignerOptions): UrlSigner {
  if (delivery.kind === 's3') return new S3Urls(options);
  const { domain, keyPairIds } = delivery;
  return new CloudFrontUrls({ ...options, domain, keys: new SigningKeySource({ ...options, keyPairIds }) });
}
