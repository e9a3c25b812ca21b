import type { ClientRequest, IncomingMessage } from 'node:http';
import { ImageManagementError, isImageManagementError } from '../errors.js';
import { nodeModule } from '../node-platform.js';
import { pieces } from './pieces.js';
import type { Transport, TransportRequest } from './transport.js';

/** The best transport for this platform: XMLHttpRequest in browsers and React Native, `node:http` in Node, else fetch. */
export function chooseTransport(): Transport {
  if (typeof XMLHttpRequest !== 'undefined') return xhrTransport;
  return nodeHttp('http:') ? nodeTransport : fetchTransport;
}

/** For other runtimes: fetch sets the length of a Blob or bytes, but reports no progress. */
export const fetchTransport: Transport = {
  reportsProgress: false,
  takesStreams: false,
  async send({ method, url, headers, body, signal }) {
    const response = await fetch(url, { method, headers: sendable(headers), body: body as BodyInit, signal, credentials: 'omit' });
    return { status: response.status, body: await response.text() };
  },
};

/** For browsers and React Native, where nothing else reports how many bytes were sent. */
const xhrTransport: Transport = {
  reportsProgress: true,
  takesStreams: false,
  async send({ method, url, headers, body, signal, onSent }) {
    const xhr = new XMLHttpRequest();
    const stop = () => xhr.abort();
    signal.addEventListener('abort', stop);
    try {
      return await new Promise((resolve, reject) => {
        xhr.open(method, url);
        for (const [name, value] of Object.entries(sendable(headers))) xhr.setRequestHeader(name, value);
        xhr.upload.onprogress = ({ loaded, total }) => onSent(loaded, total);
        xhr.onload = () => resolve({ status: xhr.status, body: xhr.responseText });
        xhr.onerror = xhr.onabort = () => reject(new TypeError('XMLHttpRequest failed'));
        xhr.send(body as XMLHttpRequestBodyInit);
      });
    } finally {
      signal.removeEventListener('abort', stop);
    }
  },
};

/** For Node, where fetch reports no progress and sends streams in chunks. */
const nodeTransport: Transport = {
  reportsProgress: true,
  takesStreams: true,
  async send(request) {
    const { method, url, headers, body, size, signal } = request;
    const http = nodeHttp(new URL(url).protocol);
    if (!http || body instanceof FormData) return fetchTransport.send(request);
    const outgoing = http.request(url, { method, headers: { ...sendable(headers), 'content-length': size }, signal });
    const answer = answerOf(outgoing);
    await Promise.race([writeAll(outgoing, request).catch((error: unknown) => {
      // The storage may answer and close the connection before all is sent: its answer matters, not the broken pipe.
      if (isImageManagementError(error)) outgoing.destroy(error);
      return answer;
    }), answer]);
    const response = await answer;
    return { status: response.statusCode ?? 0, body: await textOf(response) };
  },
};

/** Leaves out the headers that the platform sets itself; some platforms warn about them. */
function sendable(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^(content-length|host)$/i.test(name)));
}

type Http = Pick<typeof import('node:http'), 'request'>;

function nodeHttp(protocol: string): Http | undefined {
  return nodeModule<Http>(protocol === 'https:' ? 'node:https' : 'node:http');
}

async function answerOf(outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.on('error', reject);
  });
}

async function writeAll(outgoing: ClientRequest, { body, size, onSent }: TransportRequest): Promise<void> {
  let sent = 0;
  for await (const piece of pieces(body as Exclude<typeof body, FormData>)) {
    if (sent + piece.byteLength > size) throw sizeMismatch(size);
    await new Promise<void>((resolve, reject) => outgoing.write(piece, (error) => (error ? reject(error) : resolve())));
    sent += piece.byteLength;
    onSent(sent);
  }
  if (sent < size) throw sizeMismatch(size);
  outgoing.end();
}

/** The storage expects exactly the announced number of bytes. */
function sizeMismatch(size: number): ImageManagementError {
  return new ImageManagementError(`The stream must have exactly ${size} bytes.`, { code: 'size-mismatch', retryable: false });
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  response.setEncoding('utf8');
  for await (const chunk of response) text += chunk as string;
  return text;
}
