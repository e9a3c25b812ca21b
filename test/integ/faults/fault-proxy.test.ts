import { createServer, request, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cut, every, lose, refuse } from '../../../integ/faults/effects';
import { FaultProxy } from '../../../integ/faults/fault-proxy';

const SIGNED = 'AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

let reached: { url?: string; host?: string }[] = [];
let upstream: Server;
let proxy: FaultProxy;
beforeAll(async () => {
  upstream = createServer((incoming, outgoing) => {
    reached.push({ url: incoming.url, host: incoming.headers.host });
    incoming.pipe(outgoing);
  });
  await new Promise<void>(resolve => upstream.listen(0, '127.0.0.1', resolve));
  proxy = await FaultProxy.start();
  proxy.passTo(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
});
beforeEach(() => {
  reached = [];
});
afterAll(async () => {
  await proxy.stop();
  await new Promise(resolve => upstream.close(resolve));
});

async function call(path: string, authorization?: string): Promise<{ status?: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'x-amz-target': 'DynamoDB_20120810.UpdateItem', ...(authorization && { authorization }) };
    request(proxy.endpoint + path, { method: 'POST', headers }, response => {
      response.toArray().then(chunks => resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }), reject);
    }).once('error', reject).end('a body');
  });
}

test('a call passes as it is, with the host that was signed', async () => {
  expect(await call('/path?query', SIGNED)).toEqual({ status: 200, text: 'a body' });
  expect(reached).toEqual([{ url: '/path?query', host: new URL(proxy.endpoint).host }]);
});

test('every third call of a service is refused, until the fault ends', async () => {
  const injection = proxy.inject(every(3, 'dynamodb', refuse));
  const statuses = [];
  for (let calls = 0; calls < 6; calls++) statuses.push((await call('/', SIGNED)).status);
  injection.end();
  expect(statuses).toEqual([200, 200, 503, 200, 200, 503]);
  expect(injection.count).toBe(2);
  expect((await call('/', SIGNED)).status).toBe(200);
});

test.each([{ name: 'cut', effect: cut, calls: 0 }, { name: 'lost', effect: lose, calls: 1 }])('a call that is $name has no answer, and takes place $calls times', async ({ effect, calls }) => {
  const injection = proxy.inject(every(1, 'dynamodb', effect));
  await expect(call('/', SIGNED)).rejects.toThrow(/socket hang up|ECONNRESET/);
  injection.end();
  expect(reached).toHaveLength(calls);
});

test('neither another service nor a client with a URL of ours meets a fault', async () => {
  const injection = proxy.inject(every(1, 'dynamodb', refuse));
  expect((await call('/', SIGNED.replace('dynamodb', 's3'))).status).toBe(200);
  expect((await call('/?X-Amz-Signature=0')).status).toBe(200);
  injection.end();
  expect(injection.count).toBe(0);
});
