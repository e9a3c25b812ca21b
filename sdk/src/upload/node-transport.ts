import type { ClientRequest, IncomingMessage } from 'node:http';
import { ImageManagementError, isImageManagementError } from '../errors.js';
import { fetchTransport, sendable } from './fetch-transport.js';
import { nodeModule } from './node-module.js';
import { pieces } from './pieces.js';
import type { Transport, TransportRequest } from './transport.js';

type Http = Pick<typeof import('node:http'), 'request'>;

/** Node's own client, `undefined` outside Node. */
export function nodeHttp(protocol: string): Http | undefined {
  return nodeModule<Http>(protocol === 'https:' ? 'node:https' : 'node:http');
}

/** Node: fetch cannot tell how many bytes have left, and chunks streams; this does neither. */
export const nodeTransport: Transport = {
  reportsProgress: true,
  takesStreams: true,
  async send(request) {
    const { method, url, headers, body, size, signal } = request;
    const http = nodeHttp(new URL(url).protocol);
    if (!http || body instanceof FormData) return fetchTransport.send(request);
    const outgoing = http.request(url, { method, headers: { ...sendable(headers), 'content-length': size }, signal });
    const answer = answerOf(outgoing);
    await Promise.race([writeAll(outgoing, request).catch((error: unknown) => {
      // A refusal can come, and the connection close, before all is sent: the answer then counts, not the broken pipe.
      if (isImageManagementError(error)) outgoing.destroy(error);
      return answer;
    }), answer]);
    const response = await answer;
    return { status: response.statusCode ?? 0, body: await textOf(response) };
  },
};

async function answerOf(outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.on('error', reject);
  });
}

async function writeAll(outgoing: ClientRequest, { body, size, onSent }: TransportRequest): Promise<void> {
  let sent = 0;
  for await (const piece of pieces(body as Exclude<typeof body, FormData>)) {
    if (sent + piece.byteLength > size) throw wrongSize(size);
    await new Promise<void>((resolve, reject) => outgoing.write(piece, (error) => (error ? reject(error) : resolve())));
    sent += piece.byteLength;
    onSent(sent);
  }
  if (sent < size) throw wrongSize(size);
  outgoing.end();
}

/** The storage waits for exactly the announced bytes. */
function wrongSize(size: number): ImageManagementError {
  return new ImageManagementError(`The stream should hold ${size} bytes, as its size says.`, { code: 'size-mismatch', retryable: false });
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  response.setEncoding('utf8');
  for await (const chunk of response) text += chunk as string;
  return text;
}
