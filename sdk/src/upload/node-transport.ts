import type { ClientRequest, IncomingMessage } from 'node:http';
import { fetchTransport } from './fetch-transport.js';
import { sizeOf } from './source.js';
import type { Transport } from './transport.js';

type Open = (url: string, options: { method: string; headers: Record<string, string | number>; signal: AbortSignal }) => ClientRequest;

const PIECE = 64 * 1024;

/**
 * Node's own client, found at run time: bundlers for browsers see no `node:` import. `undefined` outside Node.
 */
export function nodeHttp(protocol: string): Open | undefined {
  const node = (globalThis as { process?: Partial<NodeJS.Process> }).process;
  return node?.getBuiltinModule?.(protocol === 'https:' ? 'node:https' : 'node:http')?.request as Open | undefined;
}

/** Node: fetch cannot tell how many bytes have left, and chunks streams; this does neither. */
export const nodeTransport: Transport = {
  reportsProgress: true,
  async send(request) {
    const { method, url, headers, body, signal, onSent } = request;
    const open = nodeHttp(new URL(url).protocol);
    if (!open || !(body instanceof Blob || ArrayBuffer.isView(body))) return fetchTransport.send(request);
    const outgoing = open(url, { method, headers: { ...withoutLength(headers), 'content-length': sizeOf(body) }, signal });
    const answer = answerOf(outgoing);
    // A refusal can come, and the connection close, before all is sent: the answer then counts, not the broken pipe.
    await Promise.race([writeAll(outgoing, body, onSent).catch(() => answer), answer]);
    const response = await answer;
    return { status: response.statusCode ?? 0, body: await textOf(response) };
  },
};

function withoutLength(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-length'));
}

async function answerOf(outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.on('error', reject);
  });
}

async function writeAll(outgoing: ClientRequest, body: Blob | Uint8Array, onSent: (bytes: number) => void): Promise<void> {
  let sent = 0;
  for await (const piece of pieces(body)) {
    await new Promise<void>((resolve, reject) => outgoing.write(piece, (error) => (error ? reject(error) : resolve())));
    sent += piece.byteLength;
    onSent(sent);
  }
  outgoing.end();
}

async function* pieces(body: Blob | Uint8Array): AsyncGenerator<Uint8Array> {
  if (body instanceof Blob) {
    const reader = body.stream().getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } else {
    for (let start = 0; start < body.byteLength; start += PIECE) yield body.subarray(start, start + PIECE);
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  response.setEncoding('utf8');
  for await (const chunk of response) text += chunk as string;
  return text;
}
