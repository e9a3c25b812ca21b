import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { call, deployment, finished, grant, newUser, upload, User } from './backend';
import { eventSchemas, schemaProblems } from './event-schemas';
import { Consumer, ImageEvent, startConsumer } from './events-received';
import { photograph, truncated } from './pictures';
import { rowOf, setRow } from './rows';
import { minutesAgo, sweep } from './sweeps';
import { OutcomeRows, Written } from '../../lambda/pipeline/record-outcome/outcome-rows';
import { unfinishedShard } from '../../src/contract/table';
import { poll } from '../local-aws/poll';

const photo = photograph('french-alpine-landscape');

let user: User;
let consumer: Consumer;
beforeAll(async () => {
  user = await newUser();
  consumer = await startConsumer('events-test');
}, 60_000);
afterAll(async () => consumer?.stop());

const told = async (imageId: string) => poll(`an event about ${imageId}`, async () => {
  const events = await consumer.about(imageId);
  return events.length > 0 && events;
});

function expectToFollow(name: string, event: ImageEvent): void {
  expect(event['detail-type'].toLowerCase().replace(' ', '-')).toBe(name);
  expect(schemaProblems(event)).toEqual([]);
}

// holds: promise.events, threat.events.exposed-events, threat.workflow.untraced-image
test('a ready image is told of once, as docs/events/image-ready.json says, with every rendition', async () => {
  const imageId = await upload(user, 'ready.jpg', 'image/jpeg', photo);
  const { status, renditions } = await finished(user, imageId);
  expect(status).toBe('ready');
  const [event, ...others] = await told(imageId);
  expect(others).toEqual([]);
  expectToFollow('image-ready', event);
  expect(event.detail).toMatchObject({ user_id: user.id, bucket: deployment.outputs.OutputBucketName });
  expect(event.detail.renditions).toHaveLength(renditions.length);
}, 90_000);

test('an event that EventBridge did not accept before is published from the queue, unchanged', async () => {
  const imageId = randomUUID();
  const detail = { version: '1', user_id: user.id, image_id: imageId, bucket: deployment.outputs.OutputBucketName, status: 'rejected', reason: 'corrupt-image' };
  const message = { outbox: { event: { detail_type: 'Image Rejected', detail }, metric: 'ImagesRejected' } };
  await new SQSClient().send(new SendMessageCommand({ QueueUrl: deployment.outputs.QueueUrl, MessageBody: JSON.stringify(message) }));
  const [event] = await told(imageId);
  expectToFollow('image-rejected', event);
  expect(event.detail).toEqual(detail);
}, 90_000);

// holds: promise.events
test('a rejected image is told of once, as docs/events/image-rejected.json says', async () => {
  const imageId = await upload(user, 'half.jpg', 'image/jpeg', truncated(photo));
  const [event, ...others] = await told(imageId);
  expect(others).toEqual([]);
  expectToFollow('image-rejected', event);
  expect(event.detail.reason).toBe('corrupt-image');
}, 90_000);

// holds: promise.events
test('a failed image is told of as docs/events/image-failed.json says', async () => {
  const imageId = await upload(user, 'failed.jpg', 'image/jpeg', photo);
  expect((await finished(user, imageId)).status).toBe('ready');
  await setRow(user, imageId, { status: { S: 'processing' }, retries: { N: '2' }, unfinished: { S: unfinishedShard(imageId) }, updated_at: minutesAgo(20) });
  await sweep();
  const failed = await poll('the second event', async () => (await consumer.about(imageId)).find(({ detail }) => detail.status === 'failed'));
  expectToFollow('image-failed', failed);
}, 90_000);

// holds: promise.events
test('a deleted image is told of once, as docs/events/image-deleted.json says', async () => {
  const imageId = await upload(user, 'deleted.jpg', 'image/jpeg', photo);
  expect((await finished(user, imageId)).status).toBe('ready');
  for (let time = 0; time < 2; time++) expect((await call('DELETE', `/image/${imageId}`, { token: user.idToken })).status).toBe(204);
  const deleted = await poll('the event', async () => (await consumer.about(imageId)).find(({ detail }) => detail.status === 'deleted'));
  expectToFollow('image-deleted', deleted);
  expect((await consumer.about(imageId)).map(event => event['detail-type'])).toEqual(['Image Ready', 'Image Deleted']);
}, 90_000);

test('a deleted grant is nothing to tell of', async () => {
  const { image_id: imageId } = await grant(user, 'unused.jpg', 'image/jpeg');
  expect((await call('DELETE', `/image/${imageId}`, { token: user.idToken })).status).toBe(204);
  // Told of in the order of the stream: this one's event would come before.
  const later = await upload(user, 'later.jpg', 'image/jpeg', photo);
  await finished(user, later);
  await call('DELETE', `/image/${later}`, { token: user.idToken });
  await poll('the event', async () => (await consumer.about(later)).some(({ detail }) => detail.status === 'deleted'));
  expect(await consumer.about(imageId)).toEqual([]);
}, 90_000);

// holds: threat.orchestrator.duplicate-event
test('five more messages about an upload bring no second event', async () => {
  const imageId = await upload(user, 'again.jpg', 'image/jpeg', photo);
  const message = { user_id: user.id, image_id: imageId, key: `uploads/${user.id}/${imageId}`, size: photo.length, etag: 'of-another-report' };
  const sqs = new SQSClient();
  await Promise.all(Array.from({ length: 5 }, async () => sqs.send(new SendMessageCommand({
    QueueUrl: deployment.outputs.QueueUrl, MessageBody: JSON.stringify(message),
  }))));
  expect((await finished(user, imageId)).status).toBe('ready');
  await told(imageId);
  // A second workflow would have begun before this one, and be told of before it.
  await told(await upload(user, 'later.jpg', 'image/jpeg', photo));
  expect(await consumer.about(imageId)).toHaveLength(1);
}, 90_000);

test('each schema refuses the events of the others', async () => {
  const events = await consumer.receive();
  const nameOf = ({ detail }: ImageEvent) => `image-${detail.status}`;
  const names = [...new Set(events.map(nameOf))];
  expect(names.sort()).toEqual(['image-deleted', 'image-failed', 'image-ready', 'image-rejected']);
  for (const name of names) {
    const validate = eventSchemas.get(name)!;
    for (const event of events) expect([name, nameOf(event), validate(event)]).toEqual([name, nameOf(event), name === nameOf(event)]);
  }
});

describe('the write that ends an image', () => {
  let imageId: string;
  beforeAll(async () => {
    imageId = await upload(user, 'ended.jpg', 'image/jpeg', photo);
    expect((await finished(user, imageId)).status).toBe('ready');
  }, 90_000);

  /** The write of record-outcome, made again for an image that is ready. */
  async function endAgain(execution: string): Promise<Written> {
    const rows = new OutcomeRows(DynamoDBDocumentClient.from(new DynamoDBClient()), deployment.outputs.TableName);
    const run = { user_id: user.id, image_id: imageId, key: `uploads/${user.id}/${imageId}` };
    return rows.end(run, { status: 'failed', reason: 'processing-failed' }, execution, new Date());
  }

  test('is recognised by the execution that made it, if its answer was lost', async () => {
    const before = await rowOf(user, imageId);
    const { S: execution = '' } = before?.ended_by ?? {};
    expect(execution).toContain(imageId);
    await expect(endAgain(execution)).resolves.toMatchObject({ status: 'ready', ended_by: execution });
    expect(await rowOf(user, imageId)).toEqual(before);
  });

  // holds: threat.workflow.double-ending, threat.table.denied-change
  test('is refused to every other execution', async () => {
    const before = await rowOf(user, imageId);
    await expect(endAgain('arn:aws:states:eu-west-1:111122223333:express:images:another')).resolves.toBe('superseded');
    expect(await rowOf(user, imageId)).toEqual(before);
  });
});
