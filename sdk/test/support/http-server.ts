import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  /** JSON, or raw where it is a text. */
  readonly body?: unknown;
}

export type Handler = (request: SeenRequest, response: ServerResponse) => Answer | 'answered' | Promise<Answer | 'answered'>;

export interface HttpServer {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** Requests of one method and path, the query left out. */
  of(method: string, path: string): SeenRequest[];
  close(): Promise<void>;
}

/** A real HTTP server on a free port, whose handler decides every answer. */
export async function startHttpServer(handler: Handler): Promise<HttpServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void serve(request, response, handler, seen);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    of: (method, path) => seen.filter((request) => request.method === method && request.url.split('?')[0] === path),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, handler: Handler, seen: SeenRequest[]): Promise<void> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return; // the client went away
  }
  const { method = '', url = '', headers } = request;
  const seenRequest = { method, url, headers, body: Buffer.concat(chunks) };
  seen.push(seenRequest);
  const answer = await handler(seenRequest, response);
  if (answer === 'answered') return;
  const isText = typeof answer.body === 'string';
  response.writeHead(answer.status, { 'content-type': isText ? 'application/xml' : 'application/json', ...answer.headers });
  response.end(answer.body === undefined ? undefined : isText ? answer.body : JSON.stringify(answer.body));
}
