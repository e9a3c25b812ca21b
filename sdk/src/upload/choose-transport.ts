import { fetchTransport } from './fetch-transport.js';
import { nodeHttp, nodeTransport } from './node-transport.js';
import type { Transport } from './transport.js';
import { xhrTransport } from './xhr-transport.js';

/** The best way to send bytes here: XMLHttpRequest in browsers and React Native, `node:http` in Node, else fetch. */
export function chooseTransport(): Transport {
  if (typeof XMLHttpRequest !== 'undefined') return xhrTransport;
  return nodeHttp('http:') ? nodeTransport : fetchTransport;
}
