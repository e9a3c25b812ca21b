import { askedServices, isOptional, NAMED_CALLS, NamedCall, resetServices, RIGHT, rightBody, send } from './support/handlers';
import { MAX_BODY_BYTES } from '../../../api/http/request';
import { Answer } from '../../support/api-event';

beforeEach(resetServices);

const withBody = NAMED_CALLS.filter(({ body }) => body).map((call) => [call.name, call] as const);
const withQuery = NAMED_CALLS.filter(({ query }) => query).map((call) => [call.name, call] as const);

/** The answer names these fields, and no AWS service was called. */
function expectRefusal({ status, headers, body }: Answer, fields: readonly string[]): void {
  expect({ status, code: body.code, fields: body.errors?.map(({ field }: { field: string }) => field) }).toEqual({ status: 400, code: 'invalid-request', fields });
  for (const { message } of body.errors) expect(message).toMatch(/^(?:is|should) /);
  expect(headers['Content-Type']).toBe('application/problem+json');
  expect(askedServices()).toBe(0);
}

describe.each(withBody)('%s', (_name, call) => {
  const right = rightBody(call);
  const isNumber = (field: string): boolean => field === 'size';
  const wrong: ReadonlyArray<readonly [string, (field: string) => unknown]> = [
    ['null', () => null],
    ['of another type', (field) => (isNumber(field) ? '5' : 5)],
    ['a list', (field) => [RIGHT[field] ?? 5]],
    ['an object', () => ({})],
    ['true', () => true],
    ['empty, or zero', (field) => (isNumber(field) ? 0 : '')],
    ['blank, or half a number', (field) => (isNumber(field) ? 0.5 : '\n')],
    ['too long, or negative', (field) => (isNumber(field) ? -1 : 'a'.repeat(9_000))],
    ['with a NUL, or beyond all numbers', (field) => (isNumber(field) ? '1e999' : `${RIGHT[field] ?? 'a'}\u0000b`)],
    ['with a control character', (field) => `${RIGHT[field] ?? 'a'}\u001bb`],
    ['with a C1 control character', (field) => `${RIGHT[field] ?? 'a'}\u0085b`],
    ['with half a surrogate pair', (field) => `${RIGHT[field] ?? 'a'}\ud83db`],
  ];
  const fields = Object.keys(call.body?.fields ?? {});
  const cases = fields.flatMap((field) => wrong.map(([title, value]) => [field, title, value(field)] as const));

  // holds: threat.api.smuggled-input, threat.auth.injection
  test.each(cases)('rejects %s that is %s', async (field, _title, value) => {
    expectRefusal(await send(call, { body: { ...right, [field]: value } }), [field]);
  });

  test('rejects nothing at all, naming every field that is required', async () => {
    expectRefusal(await send(call, { body: {} }), fields.filter((field) => !isOptional(call, field)));
  });

  test.each(Object.keys(right))('rejects a body without %s', async (field) => {
    expectRefusal(await send(call, { body: { ...right, [field]: undefined } }), [field]);
  });

  test.each(['admin', '', '__proto__', 'constructor', 'Email', 'a.b'])('rejects the unknown field %p', async (field) => {
    // Written by hand: an object literal would not take `__proto__` for a field.
    const text = JSON.stringify(right).replace(/^\{/, `{${JSON.stringify(field)}:1,`);
    expectRefusal(await send(call, { text }), [field === '' ? 'body' : field]);
  });

  test.each([[null], [''], ['{'], ['nonsense'], ["{'a':1}"], ['[]'], ['"text"'], ['5'], ['null'], ['{}{}'], ['\u0000']])('rejects the body %p', async (text) => {
    expectRefusal(await send(call, { text }), ['body']);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'])('rejects the type %s', async (type) => {
    expect(await send(call, { body: right, headers: { 'Content-Type': type } })).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
    expect(askedServices()).toBe(0);
  });

  // holds: threat.api.flood
  test.each([false, true])('rejects a body that is too large (base64: %p)', async (base64) => {
    const text = JSON.stringify({ ...right, padding: 'a'.repeat(MAX_BODY_BYTES) });
    const answer = await send(call, { text: base64 ? Buffer.from(text).toString('base64') : text, base64 });
    expect(answer).toMatchObject({ status: 413, body: { code: 'request-too-large' } });
    expect(askedServices()).toBe(0);
  });

  test('takes a right body, in base64 too', async () => {
    const text = Buffer.from(JSON.stringify(right)).toString('base64');
    for (const options of [{ body: right }, { text, base64: true }]) {
      const { status } = await send(call, options);
      expect([200, 201, 202, 204]).toContain(status);
    }
  });
});

describe.each(withQuery)('%s', (_name, call) => {
  const required = (field: string): Record<string, string> => (['format', 'redirect'].includes(field) ? { size: 'medium' } : {});
  const wrong: Readonly<Record<string, readonly string[]>> = {
    limit: ['0', '101', 'abc', '-1', '1.5', '1e1', ' 5', '05', ''],
    cursor: ['', '=', 'abc', 'MTo=', Buffer.from('1:other').toString('base64url'), Buffer.from('2:01900000-0000-7000-8000-000000000001').toString('base64url')],
    status: ['', 'Ready', 'ready,failed', 'unknown'],
    format: ['', 'gif', 'WEBP', 'image/webp'],
    redirect: ['', '1', 'TRUE', 'yes'],
    user_id: ['', '../a', 'quota#x', 'é'],
    size: [],
  };
  const any = ['a\u0000', 'a\u001b', '\ud83d', 'a'.repeat(9_000)];
  const fields = Object.keys(call.query?.fields ?? {});
  const cases = fields.flatMap((field) => [...wrong[field], ...any].map((value) => [field, value] as const));

  test.each(cases)('rejects %s=%p', async (field, value) => {
    expectRefusal(await send(call, { query: { ...required(field), [field]: value } }), [field]);
  });

  test.each(fields)('rejects %s given twice', async (field) => {
    const value = String(RIGHT[field]);
    expectRefusal(await send(call, { query: { [field]: value }, queries: { [field]: [value, value] } }), [field]);
  });

  test.each(['admin', 'Limit', '__proto__', 'constructor', 'size[]'])('rejects the unknown parameter %p', async (name) => {
    expectRefusal(await send(call, { query: JSON.parse(`{${JSON.stringify(name)}:"1"}`) as Record<string, string> }), [name]);
  });
});

test.each(['', 'x', '%00', '../..', 'A1900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-00000000000', 'a'.repeat(9_000), '\ud83d'])(
  'rejects the image id %p as unknown', async (id) => {
    for (const call of NAMED_CALLS.filter(({ path }) => path?.image_id) as NamedCall[]) {
      expect(await send(call, { path: { image_id: id } })).toMatchObject({ status: 404, body: { code: 'image-not-found' } });
    }
    expect(askedServices()).toBe(0);
  });
