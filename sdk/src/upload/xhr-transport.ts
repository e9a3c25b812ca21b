import { sendable } from './fetch-transport.js';
import type { Transport } from './transport.js';

/** Browsers and React Native: the only way there that tells how many bytes have left. */
export const xhrTransport: Transport = {
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
        xhr.onerror = () => reject(new TypeError('XMLHttpRequest failed'));
        xhr.onabort = () => reject(new Error('aborted'));
        xhr.send(body as XMLHttpRequestBodyInit);
      });
    } finally {
      signal.removeEventListener('abort', stop);
    }
  },
};
