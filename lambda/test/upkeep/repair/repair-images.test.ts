import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dynamo, failed, idOf, image, keyOf, outdated, renditions, reset, run, s3, SEEN, sent, sqs, stores } from './support/stores';
import { readMessage } from '../../../pipeline/messages/read-message';
import { handler } from '../../../upkeep/repair/index';
import type { RepairPart } from '../../../upkeep/repair/read-request';

const HOUR_MS = 3_600_000;
const ago = (milliseconds: number): string => new Date(Date.now() - milliseconds).toISOString();
const skippedNone = { original_gone: 0, under_way: 0, changed: 0, unreadable: 0 };
const empty = () => { stores.queues.uploads = []; };
beforeEach(reset);

describe.each(['failed', 'outdated'] as const)('a repair of %s images', (repair) => {
  const broken = repair === 'failed' ? failed : outdated;

  test('counts and changes nothing unless it is told to', async () => {
    const rows = [broken(1), broken(2), image(3, { status: 'ready', renditions: renditions() }), image(4, { status: 'pending' })].map((row) => ({ ...row }));
    expect(await run({ repair })).toEqual({
      repair, dry_run: true, looked_at: 4, matching: 2, bytes: 2_000, sent: 0, skipped: skippedNone, complete: true, failed_parts: 0,
    });
    expect(stores.rows).toEqual(rows);
    expect([...dynamo.commandCalls(UpdateCommand), ...sqs.commandCalls(SendMessageCommand)]).toEqual([]);
  });

  test('sends each of them as the orchestrator reads it, with a try of its own, and leaves every other alone', async () => {
    const others = [image(3, { status: 'ready', renditions: renditions() }), image(4, { status: 'pending' }), image(5, { status: 'rejected' })].map((row) => ({ ...row }));
    broken(1);
    expect(await run({ repair, dry_run: false })).toMatchObject({ looked_at: 4, matching: 1, sent: 1, bytes: 1_000, complete: true });
    const [{ attempt, ...message }] = sent();
    expect(message).toMatchObject({ user_id: 'user', image_id: idOf(1), key: keyOf(1), size: 1_000, etag: 'etag' });
    expect(Math.abs(attempt! - Date.now() / 1000)).toBeLessThan(60);
    expect(readMessage(JSON.stringify(sent()[0]))).toEqual(sent()[0]);
    expect(stores.rows.slice(0, 3)).toEqual(others);
  });

  test('has nothing more to do when it runs again', async () => {
    [1, 2, 3].forEach((index) => broken(index));
    await run({ repair, dry_run: false });
    await run({ repair, dry_run: false });
    expect(sent()).toHaveLength(3);
  });

  test('goes on where another was cut off', async () => {
    for (let index = 0; index < 120; index++) broken(index);
    const { parts } = await handler({ task: 'plan', input: { repair, dry_run: false } }) as { parts: RepairPart[] };
    await handler({ task: 'work', part: parts[0] });
    const before = sent().length;
    expect(before).toBeGreaterThan(0);
    await run({ repair, dry_run: false }, empty);
    const tried = sqs.commandCalls(SendMessageCommand).map(({ args }) => JSON.parse(args[0].input.MessageBody!).image_id);
    expect([tried.length, new Set(tried).size]).toEqual([120, 120]);
  });

  test('leaves out those whose original is gone, those that change under its hands, and rows of a stranger', async () => {
    broken(1);
    stores.originals = [];
    broken(2);
    broken(3, { updated_at: 7 });
    dynamo.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ message: 'no', $metadata: {} }));
    expect(await run({ repair, dry_run: false })).toMatchObject({
      matching: 3, sent: 0, bytes: 0, skipped: { original_gone: 1, under_way: 0, changed: 1, unreadable: 1 },
    });
    expect(sent()).toEqual([]);
  });

  test('sends as many as it is allowed to, and says that there is more', async () => {
    for (let index = 0; index < 30; index++) broken(index);
    expect(await run({ repair, dry_run: false, max_images: 12 })).toMatchObject({ matching: 12, sent: 12, complete: false });
    const { matching, skipped, sent: none, complete } = await run({ repair, max_images: 7 });
    expect([matching - skipped.under_way, none, complete]).toEqual([7, 0, false]);
    expect(sent()).toHaveLength(12);
  });

  test('does not count to its limit those that it leaves out', async () => {
    for (let index = 0; index < 30; index++) broken(index);
    stores.originals = stores.originals.slice(20);
    expect(await run({ repair, dry_run: false, max_images: 5 })).toMatchObject({ matching: 25, sent: 5, skipped: { original_gone: 20 } });
  });

  test('waits while users\' uploads are waiting, and sends little by little', async () => {
    for (let index = 0; index < 150; index++) broken(index);
    stores.queues.uploads = Array.from({ length: 200 }, () => ({ body: '{}' }));
    const [part] = (await handler({ task: 'plan', input: { repair, dry_run: false, max_images: 1000 } }) as { parts: RepairPart[] }).parts;
    const waiting = await handler({ task: 'work', part }) as RepairPart;
    expect(waiting).toEqual({ ...part, calls: 1, wait_seconds: 30 });
    expect(dynamo.commandCalls(ScanCommand)).toEqual([]);
    empty();
    const going = await handler({ task: 'work', part: waiting }) as RepairPart;
    expect(going).toMatchObject({ done: false, wait_seconds: 5 });
    expect(sent().length).toBeLessThanOrEqual(100);
  });

  test('fails, and changes nothing twice, where a service does not answer', async () => {
    broken(1);
    s3.rejects(new Error('no answer'));
    await expect(run({ repair, dry_run: false })).rejects.toThrow('no answer');
    expect(sent()).toEqual([]);
  });

  test('looks at the images of one user alone, where one is named', async () => {
    broken(1);
    broken(2, { user_id: 'other' });
    expect(await run({ repair, dry_run: false, user_id: 'other' })).toMatchObject({ looked_at: 1, sent: 1, complete: true });
    expect(sent().map(({ user_id }) => user_id)).toEqual(['other']);
    expect(dynamo.commandCalls(ScanCommand)).toEqual([]);
  });
});

describe('a failed image', () => {
  test('goes back to processing, into the index of unfinished images, and forgets how it ended', async () => {
    failed(1);
    await run({ repair: 'failed', dry_run: false });
    expect(stores.rows[0]).toEqual({ user_id: 'user', image_id: idOf(1), status: 'processing', unfinished: '1', updated_at: expect.any(String) });
    expect(stores.rows[0].updated_at).not.toBe(SEEN);
  });
});

describe('an outdated image', () => {
  test('stays ready as it is, and names the row that its new renditions are for', async () => {
    const before = { ...outdated(1, { reprocessing_reason: 'corrupt-image' }) };
    await run({ repair: 'outdated', dry_run: false });
    const { reprocessing_reason: _reason, ...kept } = before;
    expect(stores.rows[0]).toEqual({ ...kept, reprocessing_since: expect.any(String) });
    expect(sent()[0].replaces).toBe(SEEN);
  });

  test.each([
    ['that was sent a moment ago is left out', ago(1_000), 0],
    ['that was sent an hour ago, and did not come back, is sent again', ago(HOUR_MS + 1_000), 1],
  ])('%s', async (_title, since, count) => {
    outdated(1, { reprocessing_since: since });
    expect(await run({ repair: 'outdated', dry_run: false })).toMatchObject({ matching: 1, sent: count, skipped: { under_way: 1 - count } });
    expect(sent()).toHaveLength(count);
  });

  test('whose last new run was rejected matches again', async () => {
    outdated(1, { reprocessing_reason: 'corrupt-image' });
    expect(await run({ repair: 'outdated' })).toMatchObject({ matching: 1, bytes: 1_000 });
  });
});
