import { readFileSync } from 'node:fs';
import { ImageManagementClient } from '../src/index.js';
import { openApi } from './support/openapi.js';
import type { Operation, Schema } from './support/openapi.js';
import { UploadedImage } from '../src/resources/uploaded-image.js';

interface Exchange {
  readonly method: string;
  readonly to: string;
  readonly body?: unknown;
}

/** What `npm run record:contract` wrote, which the tests of the deployed API replay. */
const recordings = JSON.parse(readFileSync(new URL('../../test/baseline/contract.json', import.meta.url), 'utf8')) as
  ReadonlyArray<{ readonly call: string; readonly exchanges: readonly Exchange[] }>;

/** Of tokens on this machine: no request. */
const LOCAL = ['auth.tokens', 'auth.onChange'];
/** Calls and parameters that the client does not make: for administrators, and for pages without a client. */
const OTHERS = /^(?:DELETE \/user|GET \/image\/\{image_id\}\?redirect)/;

describe('the recorded requests', () => {
  test('have every method of the client', () => {
    const { auth, images } = new ImageManagementClient({ baseUrl: 'https://api.example.com' });
    const methodsOf = (name: string, prototype: object) => Object.getOwnPropertyNames(prototype).filter((method) => method !== 'constructor').map((method) => `${name}.${method}`);
    const methods = [...methodsOf('auth', Object.getPrototypeOf(auth)), ...methodsOf('images', Object.getPrototypeOf(images)), ...methodsOf('uploadedImage', UploadedImage.prototype)];
    const recorded = [...recordings.map(({ call }) => call), ...LOCAL];
    expect(methods.length).toBeGreaterThan(15);
    expect(methods.filter((method) => !recorded.includes(method))).toEqual([]);
  });

  test('have every call of the API, with every parameter, field and word that it takes', () => {
    const sent = new Set(recordings.flatMap(({ exchanges }) => exchanges).flatMap(partsOf));
    const documented = Object.entries(openApi.paths).flatMap(([path, operations]) => Object.entries(operations)
      .filter(([method]) => ['get', 'post', 'delete'].includes(method))
      .flatMap(([method, operation]) => documentedParts(`${method.toUpperCase()} ${path}`, operation)));
    expect(documented.filter((part) => !OTHERS.test(part) && !sent.has(part))).toEqual([]);
    expect(documented.length).toBeGreaterThan(40);
  });
});

function partsOf({ method, to, body }: Exchange): string[] {
  const [path, query] = to.split('?');
  const call = `${method} ${path}`;
  const fields = [...new URLSearchParams(query), ...(typeof body === 'object' && body !== null ? Object.entries(body) : [])];
  return [call, ...fields.flatMap(([name, value]) => [`${call}?${name}`, `${call}?${name}=${value}`])];
}

function documentedParts(call: string, { parameters = [], requestBody }: Operation): string[] {
  const schema = requestBody?.content['application/json']?.schema;
  const { properties = {} } = openApi.components.schemas[schema?.$ref?.split('/').at(-1) ?? ''] ?? {};
  const fields: Array<[name: string, schema?: Schema]> = [
    ...parameters.filter((parameter) => parameter.in === 'query').map(({ name, schema: type }): [string, Schema?] => [name, type]), ...Object.entries(properties),
  ];
  return [call, ...fields.flatMap(([name, type]) => (type?.enum ?? [undefined]).map((word) => `${call}?${name}${word === undefined ? '' : `=${word}`}`))];
}
