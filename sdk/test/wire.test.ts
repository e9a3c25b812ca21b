import type { ImageManagementClient } from '../src/index.js';
import { IMAGE, useBackend } from './support/backend.js';
import { failure, signedIn } from './support/client.js';
import { openApi, typesOf } from './support/openapi.js';
import { typeCheck } from './support/type-check.js';

/** Types of the client, and the schemas of the API that they should be equal to. */
const PAIRS: ReadonlyArray<readonly [client: string, schema: string]> = [
  ['auth.EmailAndPassword', 'Credentials'],
  ['auth.EmailAndCode', 'Verification'],
  ['auth.Email', 'Address'],
  ['auth.NewPassword', 'PasswordReset'],
  ['wire.WireRefreshToken', 'RefreshToken'],
  ['wire.WireUploadRequest', 'UploadRequest'],
  ['wire.WireSignedUp', 'SignedUp'],
  ['wire.WireTokens', 'Tokens'],
  ['wire.WireRefreshedTokens', 'RefreshedTokens'],
  ['wire.WireUploadGrant', 'UploadGrant'],
  ['wire.WireRendition', 'Rendition'],
  ['wire.WireImageRecord', 'ImageRecord'],
  ['wire.WireImageUrl', 'ImageUrl'],
  ['wire.WireImagePage', 'ImagePage'],
  ['wire.WireUnfinishedImage', 'UnfinishedImage'],
];

const EQUALITY = `
import type * as auth from '../src/resources/auth.js';
import type * as wire from '../src/wire.js';
import type * as api from './api-types.js';

type Plain<T> = T extends object ? { -readonly [Key in keyof T]: Plain<T[Key]> } : T;
type Equal<A, B> = (<T>() => T extends Plain<A> ? 1 : 2) extends (<T>() => T extends Plain<B> ? 1 : 2) ? true : false;
`;

function differences(apiTypes: string): string[] {
  const checks = PAIRS.map(([client, schema]) => `export const ${schema}: Equal<${client}, api.${schema}> = true;`);
  return typeCheck({ 'test/api-types.ts': apiTypes, 'test/equality.ts': `${EQUALITY}${checks.join('\n')}\n` });
}

test('the types of the wire are those of the API document', () => {
  expect(differences(typesOf(openApi))).toEqual([]);
});

/** Not for apps: administrators erase users with their own tools. */
const ADMINISTRATION = { call: 'DELETE /user/{user_id}', schema: 'Erasure' };

test('a schema without a counterpart is a problem document, a text that nobody reads, or for administrators', () => {
  const known = PAIRS.map(([, schema]) => schema);
  const others = Object.keys(openApi.components.schemas).filter((name) => !known.includes(name) && !name.endsWith('Problem'));
  expect(others).toEqual(['Notice', ADMINISTRATION.schema]);
});

test.each([
  ['another type', 'confirmed: boolean', 'confirmed: string'],
  ['a field that became optional', 'max_size: number', 'max_size?: number'],
  ['a new value', '"failed"', '"failed" | "lost"'],
  ['a new field', 'next_cursor?: string', 'next_cursor?: string; total?: number'],
])('fails where the API document has %s', (_what, from, to) => {
  const types = typesOf(openApi);
  expect(types).toContain(from);
  expect(differences(types.replaceAll(from, to))).not.toEqual([]);
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
