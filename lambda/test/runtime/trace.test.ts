import { createSocket, Socket } from 'node:dgram';
import { once } from 'node:events';
import { AddressInfo } from 'node:net';
import { TraceWriter } from '../../runtime/trace';

const TRACE = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=1:a87bd80c:0';
const IDS = { image_id: 'an image', user_id: 'a user' };

let daemon: Socket;
let address: string;
const received: string[] = [];
beforeAll(async () => {
  daemon = createSocket('udp4').on('message', (message) => received.push(message.toString()));
  daemon.bind(0, '127.0.0.1');
  await once(daemon, 'listening');
  address = `127.0.0.1:${(daemon.address() as AddressInfo).port}`;
});
afterAll(() => daemon.close());
beforeEach(() => { received.length = 0; });

/** A writer whose socket is connected, as it is by the time that a function is called. */
async function writer(to: string | undefined, trace?: string): Promise<TraceWriter> {
  const made = new TraceWriter('resize', to, () => trace);
  await new Promise(setImmediate);
  return made;
}

test('annotations become a subsegment of the function, in one datagram to the daemon', async () => {
  (await writer(address, TRACE)).annotate(IDS);
  await once(daemon, 'message');
  const [header, document, ...rest] = received[0].split('\n');
  expect([header, rest]).toEqual(['{"format":"json","version":1}', []]);
  const { id, start_time, end_time, ...subsegment } = JSON.parse(document) as Record<string, unknown>;
  expect(subsegment).toEqual({
    type: 'subsegment', name: 'resize', trace_id: '1-5759e988-bd862e3fe1be46a994272793', parent_id: '53995c3f42cd8ad8', annotations: IDS,
  });
  expect(id).toMatch(/^[0-9a-f]{16}$/);
  expect(end_time).toBe(start_time);
});

test('annotations of another trace go there', async () => {
  (await writer(address, TRACE)).annotate(IDS, 'Root=1-00000000-000000000000000000000001;Parent=0000000000000002;Sampled=1');
  await once(daemon, 'message');
  expect(JSON.parse(received[0].split('\n')[1])).toMatchObject({ trace_id: '1-00000000-000000000000000000000001', parent_id: '0000000000000002' });
});

test.each([
  ['a trace that is not sampled', TRACE.replace('Sampled=1', 'Sampled=0')],
  ['no trace', undefined],
  ['a header without a parent', 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1'],
  ['a header that is none', 'nonsense'],
])('%s gets none', async (_what, trace) => {
  const made = await writer(address, trace);
  made.annotate(IDS);
  made.annotate({ last: 'one' }, TRACE);
  await once(daemon, 'message');
  expect(received).toHaveLength(1);
  expect(received[0]).toContain('last');
});

test.each([
  ['no daemon', undefined],
  ['a name that is no address', 'localhost'],
  ['a port without a listener', '127.0.0.1:9'],
  ['a port that is none', '127.0.0.1:99999'],
  ['an address that cannot be reached', '255.255.255.255:2000'],
  ['an address that is none', '999.0.0.1:2000'],
])('%s fails nothing, neither at once nor later', async (_what, to) => {
  const made = await writer(to, TRACE);
  for (let times = 0; times < 3; times++) {
    expect(() => made.annotate(IDS)).not.toThrow();
    // The network reports an unreachable port with a later datagram.
    await new Promise(setImmediate);
  }
  expect(() => new TraceWriter('resize', to, () => TRACE).annotate(IDS)).not.toThrow();
});
