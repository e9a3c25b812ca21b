import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { call, deployment, finished, newUser, upload, User } from './backend';
import { Consumer, startConsumer } from './events-received';
import { photograph, truncated } from './pictures';
import { poll } from '../local-aws/poll';
import { runCommand } from '../local-aws/run-command';
import { projectRoot } from '../local-aws/settings';

const examples = join(projectRoot, 'integ', 'examples');
const photo = photograph('allium-oreophilum');

let user: User;
beforeAll(async () => {
  user = await newUser();
}, 60_000);

describe('the batch-importer', () => {
  let folder: string;
  beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'import-')); });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function run(): Promise<string[]> {
    const program = join(examples, 'batch-importer', 'main.ts');
    const env = { ...process.env, IMAGES_URL: deployment.outputs.ApiUrl, IMAGES_EMAIL: user.email, IMAGES_PASSWORD: user.password };
    const output = await runCommand(join(projectRoot, 'node_modules', '.bin', 'tsx'), [program, folder], { cwd: folder, env, purpose: 'The import' });
    return output.trim().split('\n').sort();
  }

  const images = async (): Promise<number> => (await call('GET', '/images', { token: user.idToken })).body.items.length;

  test('imports a folder, goes on where it stopped, and uploads nothing twice', async () => {
    for (const [name, bytes] of Object.entries({ 'a.jpg': photo, 'b.jpg': photo, 'half.jpg': truncated(photo), 'notes.txt': Buffer.from('no picture') })) {
      writeFileSync(join(folder, name), bytes);
    }
    expect(await run()).toEqual(['2 ready, 1 rejected', 'a.jpg: ready', 'b.jpg: ready', 'half.jpg: rejected (corrupt-image)']
      .map(line => (line.startsWith('2') ? expect.stringMatching(/^(2 ready, 1 rejected|1 rejected, 2 ready)$/) : line)));
    expect(await images()).toBe(3);

    // As if it had been stopped between the upload of a.jpg and its end, within a line; and a file came since.
    const journal = join(folder, '.import.jsonl');
    const lines = readFileSync(journal, 'utf8').split('\n').filter(line => !(line.includes('"a.jpg"') && line.includes('"ready"')));
    writeFileSync(journal, lines.join('\n'));
    appendFileSync(journal, '{"name":"b.j\n');
    writeFileSync(join(folder, 'c.jpg'), photo);
    expect(await run()).toEqual([expect.stringMatching(/3 ready/), 'a.jpg: ready', 'b.jpg: ready, before', 'c.jpg: ready', 'half.jpg: rejected (corrupt-image), before']);
    expect(await images()).toBe(4);
  }, 240_000);
});

describe('the event-consumer', () => {
  const dynamo = new DynamoDBClient();
  const wall = `wall-${Date.now()}`;
  let consumer: Consumer;
  beforeAll(async () => {
    consumer = await startConsumer('example-test');
    await dynamo.send(new CreateTableCommand({
      TableName: wall,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'image_id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'image_id', AttributeType: 'S' }],
    }));
  }, 60_000);
  afterAll(async () => {
    await consumer?.stop();
    await dynamo.send(new DeleteTableCommand({ TableName: wall }));
  });

  async function rowOf(imageId: string) {
    const { Item } = await dynamo.send(new GetItemCommand({ TableName: wall, Key: { image_id: { S: imageId } } }));
    return Item;
  }

  test('keeps one row for a picture, of its newest event, whatever comes twice or late', async () => {
    const imageId = await upload(user, 'wall.jpg', 'image/jpeg', photo);
    await finished(user, imageId);
    const event = await poll('the event', async () => (await consumer.about(imageId))[0]);
    process.env.WALL_TABLE = wall;
    jest.spyOn(console, 'error').mockImplementation();
    const { handler } = await import(join(examples, 'event-consumer', 'handler', 'index.mjs'));
    const record = (messageId: string, detail: object) => ({
      messageId, body: JSON.stringify({ ...event, detail: { ...event.detail, ...detail } }),
    });
    const older = record('3', { updated_at: '2020-01-01T00:00:00.000Z', bucket: 'older' });
    const answer = await handler({ Records: [record('1', {}), record('2', {}), { messageId: 'broken', body: '{' }] });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'broken' }] });
    expect(await handler({ Records: [older] })).toEqual({ batchItemFailures: [] });
    expect(await rowOf(imageId)).toMatchObject({
      bucket: { S: deployment.outputs.OutputBucketName },
      key: { S: expect.stringMatching(/\/(medium|large)\.webp$/) },
      updated_at: { S: event.detail.updated_at },
    });
  }, 120_000);
});
