import type { Transport } from './transport.js';

/** For runtimes without XMLHttpRequest and `node:http`: fetch sets the length of a Blob or bytes, and tells no progress. */
export const fetchTransport: Transport = {
  reportsProgress: false,
  takesStreams: false,
  async send({ method, url, headers, body, signal }) {
    const response = await fetch(url, { method, headers: sendable(headers), body: body as BodyInit, signal, credentials: 'omit' });
    return { status: response.status, body: await response.text() };
  },
};

/** Without what only the platform may set: it sets the length itself, and warns about others who try. */
export function sendable(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^(content-length|host)$/i.test(name)));
}
