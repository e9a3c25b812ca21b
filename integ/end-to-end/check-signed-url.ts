import { KeyLike, verify } from 'node:crypto';

export interface Distribution {
  /** By their ids at CloudFront. */
  readonly trustedKeys: Readonly<Record<string, KeyLike>>;
  readonly now: Date;
}

export interface Admitted {
  readonly admitted: true;
  /** What is asked of the origin: the URL without what signed it. */
  readonly resource: string;
}

export interface Refused {
  readonly admitted: false;
  readonly why: 'unsigned' | 'unknown key' | 'expired' | 'forged';
}

const SIGNING_PARAMETERS = ['Expires', 'Signature', 'Key-Pair-Id', 'Hash-Algorithm'];

/**
 * What CloudFront decides of a request with a canned policy, after its documentation:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-canned-policy.html
 */
export function checkSignedUrl(url: string, { trustedKeys, now }: Distribution): Admitted | Refused {
  const [base, query = ''] = url.split('?');
  const parameters = query.split('&').map((text) => text.split('='));
  const signing = Object.fromEntries(parameters.filter(([name]) => SIGNING_PARAMETERS.includes(name)));
  const rest = parameters.filter(([name]) => !SIGNING_PARAMETERS.includes(name)).map((parameter) => parameter.join('='));
  const resource = [base, ...(rest.length > 0 ? [rest.join('&')] : [])].join('?');
  if (SIGNING_PARAMETERS.slice(0, 3).some((name) => !signing[name])) return { admitted: false, why: 'unsigned' };
  const key = trustedKeys[signing['Key-Pair-Id']];
  if (key === undefined) return { admitted: false, why: 'unknown key' };
  const policy = `{"Statement":[{"Resource":"${resource}","Condition":{"DateLessThan":{"AWS:EpochTime":${signing.Expires}}}}]}`;
  const signature = Buffer.from(signing.Signature.replace(/-/g, '+').replace(/_/g, '=').replace(/~/g, '/'), 'base64');
  const algorithm = signing['Hash-Algorithm'] === 'SHA256' ? 'sha256' : 'sha1';
  if (!verify(algorithm, Buffer.from(policy), key, signature)) return { admitted: false, why: 'forged' };
  return now.getTime() / 1000 < Number(signing.Expires) ? { admitted: true, resource } : { admitted: false, why: 'expired' };
}
