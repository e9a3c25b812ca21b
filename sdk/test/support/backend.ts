import { startHttpServer } from './http-server.js';
import type { Answer, Handler, HttpServer, SeenRequest } from './http-server.js';

export const TOKENS = { token_type: 'Bearer', id_token: 'id-1', access_token: 'access-1', refresh_token: 'refresh-1', expires_in: 3600 };

export const IMAGE = {
  image_id: '0198c0de-0000-7000-8000-000000000001',
  status: 'ready',
  filename: 'plane.jpg',
  content_type: 'image/jpeg',
  size: 3,
  width: 2000,
  height: 1000,
  created_at: '2026-01-02T03:04:05.000Z',
  updated_at: '2026-01-02T03:04:06.000Z',
  renditions: [
    { size: 'thumbnail', format: 'webp', width: 150, height: 150, bytes: 10 },
    { size: 'small', format: 'webp', width: 480, height: 240, bytes: 20 },
    { size: 'small', format: 'jpeg', width: 480, height: 240, bytes: 30 },
    { size: 'medium', format: 'webp', width: 1024, height: 512, bytes: 40 },
  ],
};

export type Routes = Record<string, Answer | Handler>;

export interface GrantTerms {
  readonly expiresAt?: string;
}

/** GET of an image: addresses of the renditions of `IMAGE` where a size is asked for, else what `record` answers. */
export function imageRoute(record: () => Answer = () => ({ status: 200, body: IMAGE }), expiresAt = '2040-01-01T00:00:00.000Z'): Handler {
  return ({ url }) => {
    const query = new URL(url, 'http://any').searchParams;
    if (!query.has('size')) return record();
    const rendition = IMAGE.renditions.find(({ size, format }) => size === query.get('size') && format === query.get('format'));
    const address = `https://s3/${rendition?.size}.${rendition?.format}`;
    return { status: 200, body: { ...rendition, image_id: IMAGE.image_id, url: address, expires_at: expiresAt } };
  };
}

/** The API and the storage of one backend; `routes` are keyed `GET /path` and go before the usual answers. */
async function startBackend(routes: Routes = {}, terms: GrantTerms = {}): Promise<HttpServer> {
  const server: HttpServer = await startHttpServer((request, response) => {
    const key = `${request.method} ${request.url.split('?')[0]}`;
    const answer = routes[key] ?? usual(server.url, request, terms)[key] ?? { status: 500, body: { detail: `no route ${key}` } };
    return typeof answer === 'function' ? answer(request, response) : answer;
  });
  return server;
}

/** For a test file: starts backends, and stops the one of each test at its end. */
export function useBackend() {
  let server: HttpServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  return {
    backend: async (routes?: Routes, terms?: GrantTerms): Promise<HttpServer> => (server = await startBackend(routes, terms)),
    running: (): HttpServer => {
      if (!server) throw new Error('the test should start a backend first');
      return server;
    },
  };
}

function usual(url: string, request: SeenRequest, terms: GrantTerms): Routes {
  return {
    'POST /auth/signin': { status: 200, body: TOKENS },
    'POST /upload': () => ({ status: 201, body: grant(url, request, terms) }),
    'PUT /bucket/key': { status: 200 },
    'POST /bucket': { status: 204 },
    [`GET /image/${IMAGE.image_id}`]: imageRoute(),
  };
}

function grant(url: string, { body }: SeenRequest, { expiresAt = '2040-01-01T00:00:00.000Z' }: GrantTerms) {
  const { content_type: contentType, size } = JSON.parse(body.toString()) as { content_type: string; size?: number };
  return {
    image_id: IMAGE.image_id,
    method: 'PUT',
    upload_url: `${url}/bucket/key?signature=1`,
    headers: {
      'content-type': contentType,
      'x-amz-server-side-encryption': 'aws:kms',
      ...(size !== undefined && { 'content-length': String(size) }),
    },
    form: { url: `${url}/bucket`, fields: { 'key': 'uploads/1', 'Content-Type': contentType, 'policy': 'p' } },
    expires_at: expiresAt,
    max_size: 1000,
  };
}
