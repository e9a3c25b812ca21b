import { Exchange } from './recordings';
import { shapeOf } from './shapes';
import { FILES } from './user';
import { Variables } from './variables';

type Sent = Omit<Exchange, 'answer'>;

/** Those that the API reads. */
const OWN_HEADERS = ['authorization', 'accept', 'content-type'];

/** Sends what a client sends, to the API and to the storage, and keeps it. */
export class Recorder {
  #exchanges: Exchange[] = [];

  constructor(private readonly baseUrl: string, private readonly variables: Variables) {}

  /** For the client's option of this name: the calls of the API. */
  public readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const text = await request.clone().text();
    const { method, url } = request;
    const headers = Object.fromEntries([...request.headers].filter(([name]) => OWN_HEADERS.includes(name)));
    const keep = this.#begin({ method, to: url.slice(this.baseUrl.length), headers, ...(text !== '' && { body: JSON.parse(text) as unknown }) });
    const response = await fetch(request);
    const body = await response.clone().text();
    const parsed: unknown = body === '' ? undefined : JSON.parse(body);
    keep({
      status: response.status,
      ...(response.headers.has('retry-after') && { retryAfter: true }),
      ...(parsed !== undefined && { body: shapeOf(parsed) }),
    });
    this.variables.remember(parsed);
    return response;
  };

  /** Stands in for XMLHttpRequest, which the client prefers for uploads: records the requests to the storage. */
  public xmlHttpRequest(): unknown {
    const send = this.#store.bind(this);
    return class {
      readonly upload = {};
      status = 0;
      responseText = '';
      onload?: () => void;
      onerror?: () => void;
      #to: [method: string, url: string] = ['', ''];
      readonly #headers: Record<string, string> = {};

      open(method: string, url: string): void {
        this.#to = [method, url];
      }

      setRequestHeader(name: string, value: string): void {
        this.#headers[name] = value;
      }

      abort(): void {}

      send(body: unknown): void {
        send(...this.#to, this.#headers, body).then(status => {
          this.status = status;
          this.onload?.();
        }, () => this.onerror?.());
      }
    };
  }

  /** What was sent since the last time; of equal requests, which ask until something has changed, the last one. */
  public take(): Exchange[] {
    const latest = new Map(this.#exchanges.map(exchange => [JSON.stringify([exchange.method, exchange.to, exchange.body]), exchange]));
    this.#exchanges = [];
    const lost = [...latest.values()].find(({ answer }) => answer.status === 0);
    if (lost) throw new Error(`${lost.method} ${lost.to} had no answer`);
    return [...latest.values()];
  }

  async #store(method: string, url: string, headers: Record<string, string>, body: unknown): Promise<number> {
    const [name] = Object.entries(FILES).find(([, file]) => file === body) ?? ['photo'];
    const keep = this.#begin({ method, to: url, body: `{${name}}` });
    // A form names its file, as React Native does, whose bytes JavaScript never holds.
    if (body instanceof FormData) body.set('file', FILES.photo);
    const { status } = await fetch(url, { method, headers, body: body as BodyInit });
    keep({ status });
    return status;
  }

  /** In the order in which they were sent, whichever is answered first. */
  #begin(request: Sent): (answer: Exchange['answer']) => void {
    const hidden = this.variables.hide(request);
    const at = this.#exchanges.push({ ...hidden, answer: { status: 0 } }) - 1;
    const list = this.#exchanges;
    return answer => {
      list[at] = { ...hidden, answer };
    };
  }
}
