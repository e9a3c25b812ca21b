import { jest } from '@jest/globals';
import { TOKENS, useBackend } from './support/backend.js';
import type { Routes } from './support/backend.js';
import { signedIn } from './support/client.js';
import type { Handler } from './support/http-server.js';

const { backend, running } = useBackend();

const MINUTE = 60_000;
const LIFE = 5 * MINUTE;
const START = Date.parse('2026-01-01');

beforeEach(() => {
  // The clock alone is simulated: timers and sockets are real.
  jest.useFakeTimers({
    now: START,
    doNotFake: [
      'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate', 'nextTick', 'queueMicrotask', 'performance',
      'hrtime',
    ],
  });
});
afterEach(() => {
  jest.useRealTimers();
});

/** Tokens of five minutes, and a storage that takes half an hour for each file. */
function slowBackend(): Routes {
  let issued = 0;
  const born = new Map<string, number>();
  const issue = () => {
    const token = `id-${++issued}`;
    born.set(token, Date.now());
    return { ...TOKENS, id_token: token, expires_in: LIFE / 1000 };
  };
  const guarded = (answer: Handler): Handler => (request, response) => {
    const age = Date.now() - (born.get(request.headers.authorization?.replace('Bearer ', '') ?? '') ?? -Infinity);
    return age < LIFE ? answer(request, response) : { status: 401, body: { code: 'unauthorized' } };
  };
  return {
    'POST /auth/signin': () => ({ status: 200, body: issue() }),
    'POST /auth/refresh': () => ({ status: 200, body: { ...issue(), refresh_token: undefined } }),
    'POST /upload': guarded(() => ({
      status: 201,
      body: {
        image_id: `image-${running().of('POST', '/upload').length}`,
        method: 'PUT',
        upload_url: `${running().url}/bucket/key`,
        headers: {},
        form: { url: running().url, fields: {} },
        expires_at: new Date(Date.now() + LIFE).toISOString(),
        max_size: 1000,
      },
    })),
    'PUT /bucket/key': () => {
      jest.setSystemTime(Date.now() + 30 * MINUTE);
      return { status: 200 };
    },
    'GET /images': guarded(() => ({ status: 200, body: { items: [] } })),
  };
}

const file = (name: string) => new File([new Uint8Array(10)], name, { type: 'image/jpeg' });

test('two uploads of half an hour survive tokens of five minutes', async () => {
  const { of } = await backend(slowBackend());
  const { images } = await signedIn(running());
  const results = await images.uploadMany([file('a.jpg'), file('b.jpg')], { concurrency: 1 });
  expect(results.map((result) => result.status === 'fulfilled' && result.value.imageId)).toEqual(['image-1', 'image-2']);
  expect((await images.list()).items).toEqual([]);
  expect(Date.now()).toBe(START + 60 * MINUTE);
  // Before the second grant and before the list: no call was made with a token that had ended.
  expect(of('POST', '/auth/refresh')).toHaveLength(2);
  expect(of('POST', '/upload')).toHaveLength(2);
});
