import { createHash, createHmac } from 'node:crypto';
import { deployment } from './backend';
import { poll } from '../local-aws/poll';

export interface SignedCall {
  /** As in the credential's scope: `logs`, `lambda`. */
  readonly service: string;
  /** @default GET */
  readonly method?: 'GET' | 'POST';
  /** @default / */
  readonly path?: string;
  /** Operation of a service with one path, such as `Logs_20140328.DescribeLogGroups`. */
  readonly target?: string;
  readonly body?: unknown;
}

const SIGNED = 'host;x-amz-date';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** A call of an AWS service that the project has no client of, with Signature Version 4. @throws Error where it is refused */
export async function signedCall<T>({ service, method = 'GET', path = '/', target, body }: SignedCall): Promise<T> {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_REGION: region } = deployment.environment;
  const url = new URL(path, deployment.endpoint);
  const text = body === undefined ? '' : JSON.stringify(body);
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = [time.slice(0, 8), region, service, 'aws4_request'];
  const canonical = [method, url.pathname, url.searchParams.toString(), `host:${url.host}`, `x-amz-date:${time}`, '', SIGNED, sha256(text)].join('\n');
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secret}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonical)].join('\n')).toString('hex');
  const request = {
    method,
    headers: {
      'x-amz-date': time,
      'authorization': `AWS4-HMAC-SHA256 Credential=${id}/${scope.join('/')}, SignedHeaders=${SIGNED}, Signature=${signature}`,
      ...(target !== undefined && { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' }),
    },
    body: text || undefined,
  };
  // As every client of AWS does: the emulator fails where another of its threads changes what it reads.
  const response = await poll(`an answer of ${service}`, async () => {
    const answer = await fetch(url, request);
    return answer.status < 500 && answer;
  }, { limitMs: 10_000 });
  if (!response.ok) throw new Error(`${service} ${target ?? path}: expected status 200, got ${response.status}`);
  return await response.json() as T;
}
