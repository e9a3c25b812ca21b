import '../../support/environment';
import { createHash } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { ACCEPTED_TYPES } from '../../../../src/contract/media-types';
import { handler } from '../../../api/upload-handler/index';
import { Answer, apiEvent, OWNER, read, USER_ID } from '../../support/api-event';

const dynamo = mockClient(DynamoDBDocumentClient);
beforeEach(() => {
  dynamo.reset();
  dynamo.on(PutCommand).resolves({});
  dynamo.on(QueryCommand).resolves({ Items: [] });
  dynamo.on(UpdateCommand).resolves({});
});

const PHOTO = { filename: 'photo.jpg', content_type: 'image/jpeg' };
const CHECKSUM = createHash('sha256').update('picture').digest('base64');

async function upload(body: unknown, claims: Record<string, unknown> | undefined = OWNER): Promise<Answer> {
  return read(await handler(apiEvent({ route: 'POST /upload', body, claims, headers: { origin: 'https://app.example.com' } })));
}

function writtenRow(): Record<string, unknown> {
  return dynamo.commandCalls(PutCommand)[0].args[0].input.Item ?? {};
}

describe('a grant', () => {
  test('has everything that a client needs, and its row', async () => {
    const before = Math.floor(Date.now() / 1000) * 1000;
    const { status, headers, body } = await upload({ ...PHOTO, size: 1_000, checksum_sha256: CHECKSUM });
    expect(status).toBe(201);
    expect(headers['Access-Control-Allow-Origin']).toBe('https://app.example.com');
    expect(Object.keys(body).sort()).toEqual(['expires_at', 'form', 'headers', 'image_id', 'max_size', 'method', 'upload_url']);
    expect(body).toMatchObject({ method: 'PUT', max_size: 1_000, headers: { 'content-length': '1000', 'x-amz-checksum-sha256': CHECKSUM } });
    expect(new URL(body.upload_url).pathname).toBe(`/uploads/${USER_ID}/${body.image_id}`);
    expect(body.form.fields.key).toBe(`uploads/${USER_ID}/${body.image_id}`);
    expect(writtenRow()).toMatchObject({ user_id: USER_ID, image_id: body.image_id, status: 'pending', size: 1_000, filename: 'photo.jpg' });
    const expiry = Date.parse(body.expires_at);
    expect(expiry - before).toBeGreaterThanOrEqual(300_000);
    expect(writtenRow().expires_at).toBe(expiry / 1000 + 24 * 60 * 60);
  });

  test('returns the exact second at which its URL expires', async () => {
    const { body } = await upload(PHOTO);
    const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(new URL(body.upload_url).searchParams.get('X-Amz-Date') ?? '') ?? [];
    const [year, month, day, hour, minute, second] = parts.map(Number);
    expect(Date.parse(body.expires_at)).toBe(Date.UTC(year, month - 1, day, hour, minute, second) + 300_000);
  });

  test.each(ACCEPTED_TYPES)('is given for %s, whatever its case', async (type) => {
    const { status, body } = await upload({ ...PHOTO, content_type: ` ${type.toUpperCase()}` });
    expect(status).toBe(201);
    expect(body.headers['content-type']).toBe(type);
  });

  const names = ['ファイル 100% (1)+é.jpg', '😀👩‍👧.png', 'a/b\\c.jpg', '%2e%2e%2f', '"quoted"; x=y', ' ', '😀'.repeat(255), 'é'.normalize('NFD')];
  // holds: threat.upload.hostile-file-name
  test.each(names)('keeps the file name %p unchanged, only in the row', async (filename) => {
    const { status, body } = await upload({ ...PHOTO, filename });
    expect(status).toBe(201);
    expect(writtenRow().filename).toBe(filename);
    expect(new URL(body.upload_url).pathname).toBe(`/uploads/${USER_ID}/${body.image_id}`);
  });

  test('two grants have two ids', async () => {
    expect((await upload(PHOTO)).body.image_id).not.toBe((await upload(PHOTO)).body.image_id);
  });

  test('is not given beyond the limit of a minute, and says when to come again', async () => {
    dynamo.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ message: 'no', $metadata: {} }));
    const { status, headers, body } = await upload(PHOTO);
    expect([status, body.code]).toEqual([429, 'too-many-requests']);
    expect(Number(headers['Retry-After'])).toBeGreaterThanOrEqual(1);
    expect(Number(headers['Retry-After'])).toBeLessThanOrEqual(60);
    expect(dynamo.commandCalls(PutCommand)).toHaveLength(0);
  });

  test('is not given if its row cannot be written', async () => {
    dynamo.on(PutCommand).rejects(new Error('no answer'));
    const { status, body } = await upload(PHOTO);
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('X-Amz');
  });
});

describe('rejects', () => {
  afterEach(() => { expect(dynamo.calls()).toHaveLength(0); });

  test('a caller without claims, before the body is read', async () => {
    expect(await upload({ nonsense: true }, {})).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
  });

  test.each([
    'image/heic', 'image/heif', 'image/svg+xml', 'image/jpg', 'image/bmp', 'image/vnd.adobe.photoshop', 'text/html', 'video/mp4', 'image/jpeg; charset=utf-8', 'nonsense',
  ])('the type %s, naming those that are accepted', async (type) => {
    const { status, body } = await upload({ ...PHOTO, content_type: type });
    expect(status).toBe(415);
    expect(body).toMatchObject({ code: 'unsupported-type', supported: ACCEPTED_TYPES, detail: expect.stringContaining('image/webp') });
  });

  test.each([['image/heic', /convert the photo to JPEG/], ['image/heif-sequence', /convert the photo to JPEG/], ['image/svg+xml', /PNG/], ['image/jpg', /image\/jpeg\.$/]])(
    'the type %s with a hint', async (type, hint) => {
      expect((await upload({ ...PHOTO, content_type: type })).body.detail).toMatch(hint);
    });

  test.each([1_001, 1e300])('a file of %p bytes, naming both numbers', async (size) => {
    const { status, body } = await upload({ ...PHOTO, size });
    expect(status).toBe(413);
    expect(body).toMatchObject({ code: 'file-too-large', max_size: 1_000, detail: expect.stringMatching(`at most 1000 bytes, got ${String(size).replace('+', '\\+')}`) });
  });

  const text = 'a'.repeat(44);
  test.each<[string, Record<string, unknown>, string[]]>([
    ['nothing', { filename: undefined, content_type: undefined }, ['filename', 'content_type']],
    ['an unknown field', { user_id: 'other' }, ['user_id']],
    ['an empty name', { filename: '' }, ['filename']],
    ['a name of 256 characters', { filename: 'a'.repeat(256) }, ['filename']],
    ['a name with a line break', { filename: 'a\nb.jpg' }, ['filename']],
    ['a name with a NUL', { filename: 'a\u0000.jpg' }, ['filename']],
    ['a name with a C1 control', { filename: 'a\u0085.jpg' }, ['filename']],
    ['a name with half a character', { filename: 'a\ud83d.jpg' }, ['filename']],
    ['a name that is no text', { filename: 5 }, ['filename']],
    ['an empty type', { content_type: '' }, ['content_type']],
    ['a type that is no text', { content_type: ['image/jpeg'] }, ['content_type']],
    ['no bytes', { size: 0 }, ['size']],
    ['less than no bytes', { size: -1 }, ['size']],
    ['half a byte', { size: 1.5 }, ['size']],
    ['a size as text', { size: '9' }, ['size']],
    ['no size', { size: null }, ['size']],
    ['a checksum in hex', { checksum_sha256: Buffer.from(CHECKSUM, 'base64').toString('hex') }, ['checksum_sha256']],
    ['a checksum of 33 bytes', { checksum_sha256: Buffer.alloc(33).toString('base64') }, ['checksum_sha256']],
    ['a checksum without its end', { checksum_sha256: CHECKSUM.slice(0, -1) }, ['checksum_sha256']],
    ['a checksum with stray bits', { checksum_sha256: `${text.slice(0, 42)}B=` }, ['checksum_sha256']],
    ['a checksum for URLs', { checksum_sha256: `${'-'.repeat(43)}=` }, ['checksum_sha256']],
    ['a checksum with a line break', { checksum_sha256: `${CHECKSUM}\n` }, ['checksum_sha256']],
  ])('%s, naming the field', async (_title, change, fields) => {
    const { status, body } = await upload({ ...PHOTO, ...change });
    expect(status).toBe(400);
    expect(body.code).toBe('invalid-request');
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(fields);
  });
});
