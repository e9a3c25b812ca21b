import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ImageManagementClient } from '../src/index.js';
import { IMAGE, useBackend } from './support/backend.js';
import { failure, signedIn } from './support/client.js';
import { openApi } from './support/openapi.js';
import { tool } from './support/packed-package.js';
import { typeCheck } from './support/type-check.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const GENERATED = 'src/generated/api.ts';
const committed = readFileSync(join(root, 'sdk', GENERATED), 'utf8');

/** What `npx projen api-docs` writes for an OpenAPI document. */
async function typesOf(document: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'client-types-'));
  try {
    writeFileSync(join(folder, 'openapi.json'), document);
    await tool('tsx', ['projenrc/build-client-types.ts', join(folder, 'openapi.json'), join(folder, 'api.ts')], root);
    return readFileSync(join(folder, 'api.ts'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the types of the wire are those of the API document (otherwise run: npx projen api-docs)', async () => {
  expect(committed).toBe(await typesOf(JSON.stringify(openApi)));
});

test.each([
  ['another type', '"confirmed":{"type":"boolean"', '"confirmed":{"type":"string"'],
  ['a field that became optional', '"expires_at","max_size"]', '"expires_at"]'],
  ['a new value', '"rejected","failed"]', '"rejected","failed","lost"]'],
  ['a new field', '"next_cursor":{"type":"string"', '"total":{"type":"number"},"next_cursor":{"type":"string"'],
])('fails where the API document has %s', async (_what, from, to) => {
  const document = JSON.stringify(openApi);
  expect(document).toContain(from);
  expect(await typesOf(document.replaceAll(from, to))).not.toBe(committed);
});

test.each([
  ['status that the client does not handle', '"failed";', '"failed" | "lost";'],
  ['type of a field that the client reads', 'confirmed: boolean', 'confirmed: string'],
])('fails to compile with a new %s', (_what, from, to) => {
  expect(committed).toContain(from);
  expect(typeCheck({ [GENERATED]: committed.replace(from, to), 'test/all.ts': "export * from '../src/index.js';\n" })).not.toEqual([]);
});

/** The client's own types that are sent as they are, and their schemas. */
const SENT: ReadonlyArray<readonly [client: string, schema: string]> = [
  ['EmailAndPassword', 'Credentials'], ['EmailAndCode', 'Verification'], ['Email', 'Address'], ['NewPassword', 'PasswordReset'],
];

test('the types of the accounts are those of the API document', () => {
  const equality = `
import type * as auth from '../src/resources/auth.js';
import type { Schemas } from '../src/wire.js';

type Plain<T> = T extends object ? { -readonly [Key in keyof T]: Plain<T[Key]> } : T;
type Equal<A, B> = (<T>() => T extends Plain<A> ? 1 : 2) extends (<T>() => T extends Plain<B> ? 1 : 2) ? true : false;
${SENT.map(([client, schema]) => `export const ${schema}: Equal<auth.${client}, Schemas['${schema}']> = true;`).join('\n')}
`;
  expect(typeCheck({ 'test/equality.ts': equality })).toEqual([]);
  expect(typeCheck({ 'test/equality.ts': equality, [GENERATED]: committed.replace('password: string', 'password?: string') })).not.toEqual([]);
});

/** Not for apps: administrators erase users with their own tools. */
const ADMINISTRATION = { call: 'DELETE /user/{user_id}', schema: 'Erasure' };

test('a schema that the client does not use is a problem document, a text for people, or for administrators', () => {
  const sources = readdirSync(join(root, 'sdk/src'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.startsWith('generated'));
  const text = sources.map((name) => readFileSync(join(root, 'sdk/src', name), 'utf8')).join();
  const used = [...text.matchAll(/Schemas\[([^\]]*)\]/g)].flatMap(([, names]) => [...names!.matchAll(/\w+/g)].flat());
  const known = [...used, ...SENT.map(([, schema]) => schema)];
  const others = Object.keys(openApi.components.schemas).filter((name) => !known.includes(name) && !name.endsWith('Problem'));
  expect(others).toEqual(['Notice', ADMINISTRATION.schema]);
});

describe('calls', () => {
  const { backend, running } = useBackend();
  const account = { email: 'a@example.com', password: 'secret', code: '1' };
  const all = { userId: 'u', limit: 1, cursor: 'c', status: 'ready', size: 's', format: 'webp' } as const;
  const calls: Array<(client: ImageManagementClient) => PromiseLike<unknown>> = [
    ({ auth }) => auth.signUp(account),
    ({ auth }) => auth.verify(account),
    ({ auth }) => auth.resendCode(account),
    ({ auth }) => auth.forgotPassword(account),
    ({ auth }) => auth.confirmForgotPassword(account),
    ({ auth }) => auth.refresh(),
    ({ images }) => images.upload(new Blob([new Uint8Array(1)], { type: 'image/png' })),
    ({ images }) => images.get(IMAGE.image_id, all),
    ({ images }) => images.url(IMAGE.image_id, all),
    ({ images }) => images.list(all),
    ({ images }) => images.delete(IMAGE.image_id, all),
    ({ auth }) => auth.signOut(),
  ];

  test('are those of the API document, all of them, with parameters that it knows', async () => {
    const { seen } = await backend();
    const client = await signedIn(running());
    for (const call of calls) await Promise.resolve(call(client)).catch(() => undefined);
    const made = seen.filter(({ url }) => !url.startsWith('/bucket')).map(({ method, url }) => {
      const { pathname, searchParams } = new URL(url, 'http://any');
      const call = `${method} ${pathname.replace(IMAGE.image_id, '{image_id}')}`;
      return { call, query: [...searchParams.keys()] };
    });
    const documented = new Map(Object.entries(openApi.paths).flatMap(([path, operations]) => Object.entries(operations)
      .filter(([method]) => ['get', 'post', 'delete'].includes(method))
      .map(([method, { parameters = [] }]) => [`${method.toUpperCase()} ${path}`, parameters.map(({ name }) => name)] as [string, string[]])));
    expect(new Set(made.map(({ call }) => call)).add(ADMINISTRATION.call)).toEqual(new Set(documented.keys()));
    for (const { call, query } of made) expect(documented.get(call)).toEqual(expect.arrayContaining(query));
  });

  test('fail the same way for every method where no server answers', async () => {
    await backend();
    const client = await signedIn(running());
    await running().close();
    for (const call of calls.slice(0, -1)) expect(await failure(call(client))).toMatchObject({ name: 'NetworkError' });
  });
});
