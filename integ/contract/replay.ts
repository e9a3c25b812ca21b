import { Backend, waitFor } from './awaited';
import type { Exchange, Recording } from './recordings';
import { lostFields } from './shapes';
import { FILES } from './user';
import { Variables } from './variables';

/** Repeats the requests of a step; returns the differences in the answers that would break its client. */
export async function replayAll(backend: Backend, { awaits, exchanges }: Recording, variables: Variables): Promise<string[]> {
  if (awaits) await waitFor(awaits, backend, variables);
  const losses: string[] = [];
  for (const [at, exchange] of exchanges.entries()) {
    // After an upload, the client asks until there is the answer that was recorded.
    if (at > 0 && isOfStorage(exchanges[at - 1])) await waitFor('image', backend, variables);
    losses.push(...await replay(backend.baseUrl, exchange, variables));
  }
  return losses;
}

async function replay(baseUrl: string, exchange: Exchange, variables: Variables): Promise<string[]> {
  const { answer: expected } = exchange;
  const response = await (isOfStorage(exchange) ? callStorage(exchange, variables) : callApi(baseUrl, exchange, variables));
  const text = await response.text();
  // The storage answers in XML, which the client does not read.
  const body: unknown = !isOfStorage(exchange) && text !== '' ? JSON.parse(text) : undefined;
  variables.remember(body);
  const losses = [
    ...(response.status === expected.status ? [] : [`the status should be ${expected.status}, got ${response.status}`]),
    ...(!expected.retryAfter || response.headers.has('retry-after') ? [] : ['Retry-After is missing']),
    ...lostFields(expected.body, body),
  ];
  return losses.map(loss => `${exchange.method} ${exchange.to}: ${loss}`);
}

async function callApi(baseUrl: string, { method, to, headers, body }: Exchange, variables: Variables): Promise<Response> {
  const json = body === undefined ? undefined : JSON.stringify(variables.fill(body));
  return fetch(baseUrl + variables.fill(to), { method, headers: variables.fill(headers), body: json });
}

async function callStorage({ method, to, body }: Exchange, variables: Variables): Promise<Response> {
  const url = variables.fill(to);
  const file = FILES[String(body).slice(1, -1) as keyof typeof FILES];
  const { headers, form } = variables.grant!;
  // The length is what HTTP clients set themselves, from the body.
  if (to === '{upload_url}') return fetch(url, { method, headers: Object.entries(headers).filter(([name]) => name !== 'content-length'), body: file });
  const fields = new FormData();
  for (const [name, value] of Object.entries(form.fields)) fields.append(name, value);
  fields.append('file', file);
  return fetch(url, { method, body: fields });
}

function isOfStorage({ to }: Exchange): boolean {
  return !to.startsWith('/');
}
