import '../../support/environment';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { enqueueUpload } from '../../../pipeline/s3-event-handler/enqueue-upload';
import { handler } from '../../../pipeline/s3-event-handler/index';
import { recordingTelemetry } from '../../support/telemetry';

const sqs = mockClient(SQSClient);
const queueUrl = 'https://sqs.example/queue';
const KEY = 'uploads/84282428-50a1-70f4-b0a5-3c0e1d3e4b6a/01900000-0000-7000-8000-00000000000a';
beforeEach(() => {
  sqs.reset();
  sqs.on(SendMessageCommand).resolves({});
});

function s3Event(object: Record<string, unknown> = {}, envelope: Record<string, unknown> = {}): unknown {
  return {
    'version': '0',
    'id': '17793124-05d4-b198-2fde-7ededc63b103',
    'detail-type': 'Object Created',
    'source': 'aws.s3',
    'account': '111122223333',
    'time': '2026-01-01T00:00:00Z',
    'region': 'eu-west-1',
    'resources': ['arn:aws:s3:::input'],
    'detail': {
      'version': '0',
      'bucket': { name: 'input' },
      'object': { key: KEY, size: 5, etag: 'b1946ac92492d2347c6235b4d2611184', sequencer: '0', ...object },
      'request-id': 'N4N7GDK58NMKJ12R',
      'requester': '111122223333',
      'source-ip-address': '1.2.3.4',
      'reason': 'PutObject',
    },
    ...envelope,
  };
}

async function run(event: unknown) {
  const telemetry = recordingTelemetry();
  await enqueueUpload(event, { sqs: new SQSClient({ region: 'eu-west-1' }), queueUrl, telemetry });
  return telemetry;
}

// holds: threat.event-handler.foreign-key
test('one object becomes one message, with its ids out of the key', async () => {
  const telemetry = await run(s3Event());
  expect(sqs.commandCalls(SendMessageCommand)).toHaveLength(1);
  expect(sqs.commandCalls(SendMessageCommand)[0].args[0].input.QueueUrl).toBe(queueUrl);
  expect(JSON.parse(sqs.commandCalls(SendMessageCommand)[0].args[0].input.MessageBody ?? '')).toEqual({
    user_id: '84282428-50a1-70f4-b0a5-3c0e1d3e4b6a',
    image_id: '01900000-0000-7000-8000-00000000000a',
    key: KEY,
    size: 5,
    etag: 'b1946ac92492d2347c6235b4d2611184',
    uploaded_at: '2026-01-01T00:00:00Z',
  });
  expect(telemetry.counted).toEqual(['UploadsReceived']);
});

test.each(['PutObject', 'POST Object', 'CompleteMultipartUpload', 'CopyObject'])('the reason %s makes no difference', async (reason) => {
  expect((await run(s3Event({}, { detail: { object: { key: KEY, size: 0, etag: 'a-2' }, reason } }))).counted).toEqual(['UploadsReceived']);
});

test('the time of the upload goes with it, and one that is none loses no upload', async () => {
  await run(s3Event({}, { time: '2026-01-31T23:59:58Z' }));
  await run(s3Event({}, { time: 'yesterday' }));
  const [known, unknown] = sqs.commandCalls(SendMessageCommand).map(({ args }) => JSON.parse(args[0].input.MessageBody ?? '') as object);
  expect(known).toMatchObject({ uploaded_at: '2026-01-31T23:59:58Z' });
  expect(unknown).not.toHaveProperty('uploaded_at');
});

test('the line and the trace of an upload are found by its ids', async () => {
  const { lines, traced } = await run(s3Event());
  const ids = { user_id: '84282428-50a1-70f4-b0a5-3c0e1d3e4b6a', image_id: '01900000-0000-7000-8000-00000000000a' };
  expect(lines).toMatchObject([{ keys: ids }]);
  expect(traced).toEqual([[ids, undefined]]);
});

test('quotes around an ETag are dropped', async () => {
  await run(s3Event({ etag: '"abc"' }));
  expect(sqs.commandCalls(SendMessageCommand)[0].args[0].input.MessageBody).toContain('"etag":"abc"');
});

test.each([
  'uploads/user',
  'uploads/user/',
  'uploads/user/photo.jpg',
  `other/${KEY}`, `${KEY}/x`, `${KEY} `,
  KEY.toUpperCase(), 'uploads/us er/01900000-0000-7000-8000-00000000000a',
  'uploads//01900000-0000-7000-8000-00000000000a', 'images/user/01900000-0000-7000-8000-00000000000a', 'uploads/a+b%20ü/01900000-0000-7000-8000-00000000000a',
])('rejects the key %p quietly: nothing can come of it, however often it is tried', async (key) => {
  const telemetry = await run(s3Event({ key }));
  expect(sqs.calls()).toHaveLength(0);
  expect(telemetry.counted).toEqual(['UploadsIgnored']);
  expect(JSON.stringify(telemetry.lines)).not.toContain(key);
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['S3\'s test event', { Service: 'Amazon S3', Event: 's3:TestEvent' }],
  ['a notification of S3\'s own', { Records: [] }],
  ['another source', s3Event({}, { source: 'aws.ec2' })],
  ['another happening', s3Event({}, { 'detail-type': 'Object Deleted' })],
  ['no object', s3Event({}, { detail: {} })],
  ['no size', s3Event({ size: undefined })],
  ['a size below zero', s3Event({ size: -1 })],
  ['an empty ETag', s3Event({ etag: '' })],
])('fails for %s, so that the event is kept', async (_title, event) => {
  await expect(run(event)).rejects.toThrow('an "Object Created" event of S3 was expected');
  expect(sqs.calls()).toHaveLength(0);
});

test('fails for a broken event with the paths of the broken fields', async () => {
  await expect(run(s3Event({ size: -1, etag: '' }))).rejects.toThrow('as S3 sends them: detail.object.size, detail.object.etag');
});

test('fails if the queue does not respond, so that Lambda retries the event', async () => {
  sqs.on(SendMessageCommand).rejects(new Error('no answer'));
  await expect(run(s3Event())).rejects.toThrow('no answer');
});

test('the handler queues to the queue of its environment', async () => {
  await handler(s3Event());
  expect(sqs.commandCalls(SendMessageCommand)[0].args[0].input.QueueUrl).toBe(process.env.QUEUE_URL);
});
