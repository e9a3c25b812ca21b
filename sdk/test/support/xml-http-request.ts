interface Upload {
  onprogress?: (event: { loaded: number; total: number }) => void;
}

/** The part of a browser's XMLHttpRequest that the client uses, over Node's fetch. */
export class TestXmlHttpRequest {
  static last: TestXmlHttpRequest;
  /** What a form counts for, its frame included. */
  static readonly FORM_BYTES = 1000;
  readonly upload: Upload = {};
  readonly headers: Record<string, string> = {};
  method = '';
  url = '';
  sent: unknown;
  status = 0;
  responseText = '';
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  readonly #controller = new AbortController();

  constructor() {
    TestXmlHttpRequest.last = this;
  }

  open(method: string, url: string): void {
    this.method = method;
    this.url = url;
  }

  setRequestHeader(name: string, value: string): void {
    // Browsers refuse these and warn.
    if (/^(content-length|host)$/i.test(name)) throw new Error(`Refused to set unsafe header "${name}"`);
    this.headers[name] = value;
  }

  send(body: Blob | Uint8Array<ArrayBuffer> | FormData): void {
    this.sent = body;
    const total = body instanceof Blob ? body.size : body instanceof FormData ? TestXmlHttpRequest.FORM_BYTES : body.byteLength;
    for (const loaded of [total / 2, total]) this.upload.onprogress?.({ loaded, total });
    void fetch(this.url, { method: this.method, headers: this.headers, body, signal: this.#controller.signal })
      .then(async (response) => {
        this.responseText = await response.text();
        this.status = response.status;
        this.onload?.();
      })
      .catch(() => (this.#controller.signal.aborted ? this.onabort?.() : this.onerror?.()));
  }

  abort(): void {
    this.#controller.abort();
  }
}
