import { createHash, createHmac } from 'node:crypto';
import { signForm, signPut, UploadTerms } from '../../../api/upload-handler/sign-upload';
import { createS3 } from '../../../runtime/clients';

const NOW = new Date('2026-01-02T03:04:05Z');
const CHECKSUM = createHash('sha256').update('picture').digest('base64');
const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd';
const TERMS: UploadTerms = {
  bucket: 'input', key: 'uploads/user/id', contentType: 'image/jpeg', encryptionKeyArn: KEY_ARN, maxSize: 1_000, expiresInSeconds: 300, now: NOW,
};
const ENCRYPTION = { 'x-amz-server-side-encryption': 'aws:kms', 'x-amz-server-side-encryption-aws-kms-key-id': KEY_ARN };

const inherited = { ...process.env };
beforeAll(() => {
  Object.assign(process.env, { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'session' });
  delete process.env.AWS_ENDPOINT_URL;
  delete process.env.AWS_ENDPOINT_URL_S3;
});
afterAll(() => { process.env = inherited; });

describe('signPut', () => {
  test.each<[string, Partial<UploadTerms>, Record<string, string>]>([
    ['neither size nor checksum', {}, {}],
    ['a size', { size: 9 }, { 'content-length': '9' }],
    ['a checksum', { checksum: CHECKSUM }, { 'x-amz-checksum-sha256': CHECKSUM }],
    ['both', { size: 9, checksum: CHECKSUM }, { 'content-length': '9', 'x-amz-checksum-sha256': CHECKSUM }],
  ])('signs, with %s, exactly the headers that it lists', async (_title, terms, further) => {
    const { url, headers } = await signPut(createS3(), { ...TERMS, ...terms });
    const query = new URL(url).searchParams;
    expect(headers).toEqual({ 'content-type': 'image/jpeg', ...ENCRYPTION, ...further });
    expect(query.get('X-Amz-SignedHeaders')?.split(';')).toEqual(['host', ...Object.keys(headers)].sort());
    expect([...query.keys()].sort()).toEqual([
      'X-Amz-Algorithm', 'X-Amz-Content-Sha256', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Expires', 'X-Amz-Security-Token',
      'X-Amz-Signature', 'X-Amz-SignedHeaders', 'x-id',
    ]);
    expect(url).not.toMatch(/crc32|checksum-algorithm|AAAAAA/i);
  });

  test('names the regional endpoint of the bucket, the time and the life of the grant', async () => {
    const url = new URL((await signPut(createS3(), TERMS)).url);
    expect(url.origin + url.pathname).toBe('https://input.s3.eu-west-1.amazonaws.com/uploads/user/id');
    expect(url.searchParams.get('X-Amz-Date')).toBe('20260102T030405Z');
    expect(url.searchParams.get('X-Amz-Expires')).toBe('300');
  });

  test.each<[string, Partial<UploadTerms>]>([
    ['type', { contentType: 'image/png' }], ['key', { key: 'uploads/user/other' }], ['encryption key', { encryptionKeyArn: `${KEY_ARN}5` }],
    ['size', { size: 10 }], ['checksum', { checksum: CHECKSUM.toLowerCase() }],
  ])('has another signature for another %s', async (_title, change) => {
    const terms = { ...TERMS, size: 9, checksum: CHECKSUM };
    const signature = async (signed: UploadTerms) => new URL((await signPut(createS3(), signed)).url).searchParams.get('X-Amz-Signature');
    expect(await signature({ ...terms, ...change })).not.toBe(await signature(terms));
  });

  test('has the signature that S3 computes from the listed headers', async () => {
    const { url, headers } = await signPut(createS3(), { ...TERMS, size: 9, checksum: CHECKSUM });
    const { host, pathname, searchParams } = new URL(url);
    const names = ['host', ...Object.keys(headers)].sort();
    const encode = (text: string) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
    const query = [...searchParams].filter(([name]) => name !== 'X-Amz-Signature').map(([name, value]) => `${encode(name)}=${encode(value)}`).sort();
    const lines = names.map((name) => `${name}:${name === 'host' ? host : headers[name]}\n`).join('');
    const canonical = ['PUT', pathname, query.join('&'), lines, names.join(';'), 'UNSIGNED-PAYLOAD'].join('\n');
    const scope = '20260102/eu-west-1/s3/aws4_request';
    const text = ['AWS4-HMAC-SHA256', '20260102T030405Z', scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
    const key = scope.split('/').reduce((secret: string | Buffer, part) => createHmac('sha256', secret).update(part).digest(), 'AWS4secret');
    expect(searchParams.get('X-Amz-Signature')).toBe(createHmac('sha256', key).update(text).digest('hex'));
  });
});

describe('signForm', () => {
  async function policyOf(terms: UploadTerms) {
    const { url, fields } = await signForm(createS3(), terms);
    return { url, fields, policy: JSON.parse(Buffer.from(fields.Policy, 'base64').toString()) };
  }

  // holds: threat.input.altered-request
  test('has a policy that names every field and its exact value', async () => {
    const { url, fields, policy } = await policyOf({ ...TERMS, checksum: CHECKSUM });
    expect(url).toBe('https://input.s3.eu-west-1.amazonaws.com/');
    expect(fields).toMatchObject({ 'key': TERMS.key, 'Content-Type': 'image/jpeg', ...ENCRYPTION, 'x-amz-checksum-sha256': CHECKSUM });
    const { Policy: _policy, 'X-Amz-Signature': _signature, ...held } = fields;
    for (const [name, value] of Object.entries(held)) expect(policy.conditions).toContainEqual({ [name]: value });
    expect(policy.conditions).toHaveLength(Object.keys(held).length + 1);
  });

  test.each<[number | undefined, number]>([[undefined, 1_000], [9, 9]])('with the size %p lets 1 to %i bytes through', async (size, most) => {
    const { policy, fields } = await policyOf({ ...TERMS, size });
    expect(policy.conditions).toContainEqual(['content-length-range', 1, most]);
    expect(Object.keys(fields)).not.toContain('content-length');
    expect(Object.keys(fields)).not.toContain('x-amz-checksum-sha256');
  });
});
