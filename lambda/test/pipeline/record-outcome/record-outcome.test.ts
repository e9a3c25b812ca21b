import '../../support/environment';
import { CopyObjectCommand, CopyObjectCommandInput, DeleteObjectCommand, DeleteObjectsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { resized, VALIDATED } from './support/verdicts';
import { EVENTS } from '../../../../projenrc/api-docs/event-schemas';
import { RecordedOutcome, RecordOutcomeRequest, WorkflowRun } from '../../../../src/contract/workflow';
import { handler } from '../../../pipeline/record-outcome/index';
import { MemoryTable, TableRow } from '../../support/memory-table';

const ID = '01900000-0000-7000-8000-00000000000a';
const OWNER = { user_id: 'user', image_id: ID };
const SEEN = '2026-01-01T00:00:00.000Z';
const ME = 'arn:aws:states:eu-west-1:111122223333:express:images:me:1';
const ORIGINAL = `input/uploads/user/${ID}`;
const keyOf = (recipe: string, size: string) => `images/user/${ID}/${recipe}/${size}.webp`;
const rendition = (recipe: string, size = 'small') => ({ size, format: 'webp', width: 2, height: 1, bytes: 5, key: keyOf(recipe, size), recipe }) as const;

const resize = resized([rendition('0000000b')]);
const accepted: WorkflowRun = {
  ...OWNER, key: `uploads/user/${ID}`, resize, validation: VALIDATED,
};
const corrupt: WorkflowRun = { ...accepted, resize: { outcome: 'rejected', reason: 'corrupt-image' } };
const refused: WorkflowRun = { ...accepted, moderation: { outcome: 'rejected', reason: 'violence' } };
const faulty: WorkflowRun = { ...accepted, resize: undefined, error: { Error: 'States.Timeout' } };
const old = [rendition('0000000a'), rendition('0000000b')];
const again = { replaces: SEEN, replaced: old.map(({ key, format }) => ({ key, format })) };

const processing: TableRow = {
  ...OWNER, status: 'processing', updated_at: SEEN, filename: 'a.jpg', unfinished: 'a', claimed_by: 'message-1', retries: 1,
};
const ready: TableRow = {
  ...OWNER, status: 'ready', updated_at: SEEN, ended_by: 'another', renditions: JSON.stringify(old), pipeline: 'x 0', reprocessing_since: SEEN, reprocessing_reason: 'x',
};

const dynamo = mockClient(DynamoDBDocumentClient);
const s3 = mockClient(S3Client);
const table = new MemoryTable();
/** Names of objects, `bucket/key`, and their tags. */
const objects = new Map<string, string>();

beforeEach(() => {
  dynamo.reset();
  s3.reset();
  table.answer(dynamo as never);
  s3.on(DeleteObjectCommand).callsFake(({ Bucket, Key }) => objects.delete(`${Bucket}/${Key}`) && {});
  s3.on(DeleteObjectsCommand).callsFake(({ Bucket, Delete }) => {
    for (const { Key } of Delete.Objects) objects.delete(`${Bucket}/${Key}`);
    return {};
  });
  s3.on(ListObjectsV2Command).callsFake(({ Bucket, Prefix }) => ({
    Contents: [...objects.keys()].filter((name) => name.startsWith(`${Bucket}/${Prefix}`)).map((name) => ({ Key: name.slice(`${Bucket}/`.length) })),
  }));
  s3.on(CopyObjectCommand).callsFake(({ Bucket, Key, Tagging }: CopyObjectCommandInput) => objects.set(`${Bucket}/${Key}`, Tagging!) && {});
});

function given(row: TableRow | undefined): void {
  table.rows = row ? [structuredClone(row)] : [];
  objects.clear();
  for (const name of [ORIGINAL, `output/work/user/${ID}/small`, ...old.map(({ key }) => `output/${key}`)]) objects.set(name, '');
}

const request = (run: WorkflowRun): RecordOutcomeRequest => ({ task: 'record', execution_id: ME, run });
/** As Step Functions hands it on. */
const record = async (run: WorkflowRun): Promise<RecordedOutcome> => JSON.parse(JSON.stringify(await handler(request(run))));

/** Record, and what the workflow does next for superseded renditions. */
async function recordAndSupersede(run: WorkflowRun): Promise<RecordedOutcome> {
  const recorded = await record(run);
  if (recorded.superseded) await handler({ ...request({ ...run, recorded }), task: 'supersede' });
  return recorded;
}

const endedBy = { ended_by: ME, updated_at: expect.stringMatching(/^20\d\d-/) };

describe('an image in processing', () => {
  test('becomes ready with what its steps found, and leaves the index of unfinished images', async () => {
    given(processing);
    const { event, ...rest } = await record(accepted);
    expect(rest).toEqual({ failed: false, metric: 'ImagesReady' });
    expect(table.rows).toEqual([{
      ...OWNER,
      ...endedBy,
      filename: 'a.jpg',
      status: 'ready',
      width: 4,
      height: 3,
      size: 9,
      content_type: 'image/jpeg',
      sha256: 'ab',
      placeholder: 'p',
      dominant_color: '#102030',
      pipeline: 'x 1',
      renditions: JSON.stringify(resize.renditions),
    }]);
    expect(event).toEqual({
      detail_type: 'Image Ready',
      detail: {
        ...OWNER, version: '1', bucket: 'output', status: 'ready', updated_at: table.rows[0].updated_at, reprocessed: false, pipeline: 'x 1', renditions: resize.renditions,
      },
    });
    expect(objects.has(ORIGINAL)).toBe(true);
  });

  test('is rejected: its original goes, and nothing else', async () => {
    given(processing);
    expect(await record(corrupt)).toEqual({
      failed: false,
      metric: 'ImagesRejected',
      event: { detail_type: 'Image Rejected', detail: { ...OWNER, version: '1', bucket: 'output', status: 'rejected', reason: 'corrupt-image' } },
    });
    expect(table.rows).toEqual([{ ...OWNER, ...endedBy, filename: 'a.jpg', status: 'rejected', reason: 'corrupt-image' }]);
    expect(objects.has(ORIGINAL)).toBe(false);
    expect(objects.size).toBe(3);
  });

  test('is refused by a moderation: all of its objects go, and the event has its reason', async () => {
    given(processing);
    const { event } = await record(refused);
    expect(event?.detail).toMatchObject({ status: 'rejected', reason: 'content-refused', reason_detail: 'violence' });
    expect(table.rows).toMatchObject([{ status: 'rejected', reason: 'content-refused', reason_detail: 'violence' }]);
    expect([...objects]).toEqual([]);
  });

  test('fails: its original stays for a repair', async () => {
    given(processing);
    expect(await record(faulty)).toMatchObject({ failed: true, metric: 'ImagesFailed', event: { detail_type: 'Image Failed', detail: { reason: 'processing-failed' } } });
    expect(table.rows).toMatchObject([{ status: 'failed', reason: 'processing-failed' }]);
    expect(objects.has(ORIGINAL)).toBe(true);
  });
});

describe('a ready image that is processed again', () => {
  test('gets its new renditions in one write, and its old ones are tagged', async () => {
    given(ready);
    const { event, ...rest } = await recordAndSupersede({ ...accepted, ...again });
    expect(rest).toEqual({ failed: false, metric: 'ImagesReprocessed', superseded: [{ key: old[0].key, format: 'webp' }] });
    expect(event).toMatchObject({ detail_type: 'Image Ready', detail: { reprocessed: true, renditions: resize.renditions } });
    expect(table.rows).toMatchObject([{ ...endedBy, status: 'ready', renditions: JSON.stringify(resize.renditions) }]);
    expect(table.rows[0]).not.toHaveProperty('reprocessing_since');
    expect(old.map(({ key }) => objects.get(`output/${key}`))).toEqual(['superseded=true', '']);
    expect(s3.commandCalls(CopyObjectCommand)[0].args[0].input).toMatchObject({
      CopySource: `output/${old[0].key}`, MetadataDirective: 'REPLACE', ContentType: 'image/webp', CacheControl: 'private, max-age=31536000, immutable', TaggingDirective: 'REPLACE',
    });
  });

  test('with the same renditions supersedes none', async () => {
    given(ready);
    expect(await record({ ...accepted, replaces: SEEN, replaced: again.replaced.slice(1) })).not.toHaveProperty('superseded');
  });

  test.each([['rejected', corrupt, 'corrupt-image', false], ['failed', faulty, 'processing-failed', true]])(
    'stays as it was if the new run is %s: only the reason is noted, and counted', async (_name, run, reason, failed) => {
      given(ready);
      expect(await record({ ...run, ...again })).toEqual({ failed, metric: 'ReprocessingsFailed' });
      const { reprocessing_since: _since, ...kept } = ready;
      expect(table.rows).toEqual([{ ...kept, reprocessing_reason: reason }]);
      expect(objects.size).toBe(4);
    });

  test('is left alone if its row has changed since', async () => {
    for (const run of [accepted, corrupt, faulty]) {
      const row = { ...ready, updated_at: '2026-01-02T00:00:00.000Z' };
      given(row);
      expect(await record({ ...run, ...again })).toEqual({ failed: false });
      expect(table.rows).toEqual([row]);
      expect(objects.size).toBe(4);
    }
  });

  test('is removed for good if it was deleted while its old renditions were copied', async () => {
    given(ready);
    const run = { ...accepted, ...again };
    const recorded = await record(run);
    table.rows = [];
    expect(await handler({ ...request({ ...run, recorded }), task: 'supersede' })).toEqual({ failed: false });
    expect([...objects]).toEqual([]);
  });

  test('keeps its old renditions untagged and fails the call if S3 refuses a copy, so that it is made again', async () => {
    given(ready);
    const run = { ...accepted, ...again };
    const recorded = await record(run);
    s3.on(CopyObjectCommand).rejectsOnce(new Error('SlowDown')).resolves({});
    await expect(handler({ ...request({ ...run, recorded }), task: 'supersede' })).rejects.toThrow('SlowDown');
    expect(await handler({ ...request({ ...run, recorded }), task: 'supersede' })).toEqual({ failed: false });
  });
});

const RUNS = { accepted, corrupt, refused, faulty, 'accepted again': { ...accepted, ...again }, 'faulty again': { ...faulty, ...again } };

test.each(Object.entries(RUNS))('an image that was deleted meanwhile leaves no objects and publishes nothing: %s', async (_name, run) => {
  given(undefined);
  expect(await record(run)).toEqual({ failed: false });
  expect([table.rows, [...objects]]).toEqual([[], []]);
});

test.each(['ready', 'rejected', 'failed', 'pending'])('an image that is %s, by another execution, is left alone', async (status) => {
  for (const run of [accepted, corrupt, refused, faulty]) {
    const row = { ...processing, status, ended_by: 'another' };
    given(row);
    expect(await record(run)).toEqual({ failed: false });
    expect(table.rows).toEqual([row]);
    expect(objects.size).toBe(4);
  }
});

test('what the event says follows its schema', async () => {
  for (const run of [accepted, corrupt, refused, faulty, { ...accepted, ...again }]) {
    given(run.replaces === undefined ? processing : ready);
    const { event } = await record(run);
    const name = event!.detail_type.toLowerCase().replace(' ', '-') as keyof typeof EVENTS;
    expect(EVENTS[name].safeParse({ 'source': 'image-management-system', 'detail-type': event!.detail_type, 'detail': event!.detail }).error).toBeUndefined();
  }
});

describe('a write whose answer was lost', () => {
  test('is recognised by the next call of the same execution', async () => {
    for (const run of [accepted, corrupt, refused, faulty]) {
      given(processing);
      const first = await record(run);
      expect(await record(run)).toEqual(first);
    }
    given(ready);
    const first = await record({ ...accepted, ...again });
    expect(await record({ ...accepted, ...again })).toEqual(first);
  });

  test('is recognised even if no attempt got an answer and the image comes back as failed', async () => {
    given(processing);
    const first = await record(accepted);
    expect(await record(faulty)).toEqual(first);
    given(ready);
    const replaced = await record({ ...accepted, ...again });
    expect(await record({ ...faulty, ...again })).toEqual(replaced);
  });
});

type Fault = { readonly at: number; readonly isDone: boolean };

/** The n-th call of AWS is cut off, before it is done or after it. @returns whether there was such a call */
async function cutOff(run: WorkflowRun, { at, isDone }: Fault): Promise<boolean> {
  let calls = 0;
  const restore = [DynamoDBDocumentClient, S3Client].map((client) => {
    const original = client.prototype.send as (...args: unknown[]) => Promise<unknown>;
    client.prototype.send = async function send(this: unknown, ...args: unknown[]): Promise<unknown> {
      const isCut = ++calls === at;
      if (isCut && !isDone) throw new Error('cut off');
      const answer = await original.apply(this, args);
      if (isCut) throw new Error('cut off');
      return answer;
    } as never;
    return () => { client.prototype.send = original as never; };
  });
  try {
    return await recordAndSupersede(run).then(() => calls >= at, () => true);
  } finally {
    for (const end of restore) end();
  }
}

test.each(Object.entries(RUNS))('a call that is cut off at any of its calls of AWS, and made again, comes to the same end: %s', async (_name, run) => {
  const row = 'replaces' in run ? ready : processing;
  given(row);
  const expected = await recordAndSupersede(run);
  const end = () => ({ rows: table.rows.map(({ updated_at: _at, ...others }) => others), objects: [...objects] });
  const sound = end();
  const withoutTime = (recorded: RecordedOutcome) => JSON.stringify(recorded, (name, value) => (name === 'updated_at' ? undefined : value));
  let faults = 0;
  for (const isDone of [false, true]) {
    for (let at = 1; ; at++) {
      given(row);
      if (!await cutOff(run, { at, isDone })) break;
      faults++;
      expect([at, isDone, withoutTime(await recordAndSupersede(run))]).toEqual([at, isDone, withoutTime(expected)]);
      expect([at, isDone, end()]).toEqual([at, isDone, sound]);
    }
  }
  expect(faults).toBeGreaterThan(1);
});
