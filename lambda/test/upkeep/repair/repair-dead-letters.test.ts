import { DeleteMessageCommand, GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { idOf, keyOf, reset, run, sent, sqs, stores } from './support/stores';

const message = (index: number) => ({ user_id: 'user', image_id: idOf(index), key: keyOf(index), size: 9, etag: 'etag' });
const event = (index: number) => (
  { 'source': 'aws.s3', 'detail-type': 'Object Created', 'detail': { object: { key: keyOf(index), size: 9, etag: 'etag' } } }
);
const failedCall = (payload: unknown) => ({ version: '1.0', requestContext: { condition: 'RetriesExhausted' }, requestPayload: payload });
const letters = (...bodies: unknown[]) => bodies.map((body) => ({ body: typeof body === 'string' ? body : JSON.stringify(body) }));
const leftIn = (queue: string) => stores.queues[queue].map(({ body }) => body);
beforeEach(reset);

test('a dry run counts dead letters, and does not touch them', async () => {
  stores.queues['dead-letters'] = letters(message(1), message(2));
  stores.queues['event-dead-letters'] = letters(event(3));
  expect(await run({ repair: 'dead-letters' })).toMatchObject({ looked_at: 3, matching: 3, sent: 0, bytes: 0, complete: true });
  expect(sqs.calls().every(({ args: [command] }) => command instanceof GetQueueAttributesCommand)).toBe(true);
});

test('messages, events of EventBridge and calls of Lambda become messages of the queue, and are removed', async () => {
  const again = { ...message(2), attempt: 7, replaces: '2026-01-01T00:00:00.000Z' };
  stores.queues['dead-letters'] = letters(message(1), again);
  stores.queues['event-dead-letters'] = letters(event(3), failedCall(event(4)));
  expect(await run({ repair: 'dead-letters', dry_run: false })).toMatchObject({ looked_at: 4, matching: 4, sent: 4, bytes: 36, complete: true });
  expect(sent()).toEqual([message(1), again, message(3), message(4)]);
  expect([...leftIn('dead-letters'), ...leftIn('event-dead-letters')]).toEqual([]);
});

test('an event that waits to be published goes back, too', async () => {
  const outbox = { outbox: { event: { detail_type: 'Image Ready', detail: { user_id: 'user', image_id: message(1).image_id } }, metric: 'ImagesReady' } };
  stores.queues['dead-letters'] = letters(outbox);
  expect(await run({ repair: 'dead-letters', dry_run: false })).toMatchObject({ looked_at: 1, sent: 1, bytes: 0 });
  expect(sent()).toEqual([outbox]);
});

test('what nobody can read stays, and is counted', async () => {
  const other = { ...event(5), detail: { object: { key: 'uploads/photo.jpg', size: 1, etag: 'etag' } } };
  stores.queues['dead-letters'] = letters('no JSON', { user_id: 'user' }, message(1));
  stores.queues['event-dead-letters'] = letters('[', failedCall('text'), other, event(2));
  expect(await run({ repair: 'dead-letters', dry_run: false })).toMatchObject({ looked_at: 7, sent: 2, skipped: { unreadable: 5 }, complete: true });
  expect(leftIn('dead-letters')).toHaveLength(2);
  expect(leftIn('event-dead-letters')).toHaveLength(3);
});

test('nothing is removed that could not be sent', async () => {
  stores.queues['dead-letters'] = letters(message(1));
  sqs.on(SendMessageCommand).rejects(new Error('no answer'));
  await expect(run({ repair: 'dead-letters', dry_run: false })).rejects.toThrow('no answer');
  expect(sqs.commandCalls(DeleteMessageCommand)).toEqual([]);
});

test('no more are looked at than there were at the beginning, however many die meanwhile', async () => {
  stores.queues['dead-letters'] = letters(message(1), 'poison');
  sqs.on(SendMessageCommand).callsFake(({ MessageBody }) => {
    stores.queues['dead-letters'].push({ body: `${MessageBody} ` });
    return {};
  });
  expect(await run({ repair: 'dead-letters', dry_run: false })).toMatchObject({ looked_at: 2, sent: 1 });
});

test('many are sent a few at a time, and no more than allowed', async () => {
  stores.queues['dead-letters'] = letters(...Array.from({ length: 70 }, (_, index) => message(index)));
  const calls: number[] = [];
  expect(await run({ repair: 'dead-letters', dry_run: false, max_images: 60 }, ({ counts, wait_seconds }) => calls.push(counts.sent, wait_seconds)))
    .toMatchObject({ sent: 60, complete: false });
  expect(calls).toEqual([25, 5, 50, 5, 60, 5]);
  expect(leftIn('dead-letters')).toHaveLength(10);
});
