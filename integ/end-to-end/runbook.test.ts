import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DescribeExecutionCommand, ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { CreateQueueCommand, DeleteQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { call, deployment, finished, newUser, upload, User } from './backend';
import { plainGrey } from './pictures';
import { rowOf, setRow } from './rows';
import { poll } from '../local-aws/poll';

const runbook = readFileSync(join(__dirname, '../../docs/runbook.md'), 'utf8');
const tsx = join(__dirname, '../../node_modules/.bin/tsx');
const awsCli = join(__dirname, 'runbook/aws-cli.ts');
const sqs = new SQSClient();

let user: User;
beforeAll(async () => {
  user = await newUser();
}, 60_000);

/** Runs the commands below a heading of the runbook; the AWS CLI is played by `runbook/aws-cli.ts`. */
async function run(heading: string, variables: Record<string, string>, block = 0): Promise<string> {
  const [, section = ''] = runbook.split(`\n### ${heading}\n`);
  const scripts = [...section.split('\n### ')[0].matchAll(/^```bash\n([^]*?)^```/gm)].map(([, script]) => script);
  const { TableName, InputBucketName, QueueUrl } = deployment.outputs;
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', `aws() { '${tsx}' '${awsCli}' "$@"; }\n${scripts[block]}`], {
    env: { ...process.env, TABLE: TableName, INPUT_BUCKET: InputBucketName, QUEUE_URL: QueueUrl, USER_ID: user.id, ...variables },
  });
  return stdout;
}

/** A fault of the system's own cannot be asked for: its end is written into the row of a ready image. */
async function failedImage(): Promise<string> {
  const imageId = await upload(user, 'grey.png', 'image/png', await plainGrey(64, 48));
  await finished(user, imageId);
  await setRow(user, imageId, { status: { S: 'failed' }, reason: { S: 'processing-failed' }, renditions: { S: '[]' } });
  return imageId;
}

test('failed images are found, and processed again', async () => {
  const imageId = await failedImage();
  const { Items } = JSON.parse(await run('Find failed images', {})) as { Items: { image_id: { S: string } }[] };
  expect(Items.map(({ image_id }) => image_id.S)).toContain(imageId);

  await run('Process a failed image again', { IMAGE_ID: imageId });
  expect(await finished(user, imageId)).toMatchObject({ status: 'ready', renditions: expect.arrayContaining([expect.objectContaining({ size: 'medium' })]) });
  const row = await rowOf(user, imageId);
  expect(row).not.toHaveProperty('reason');
  expect(row).not.toHaveProperty('unfinished');
}, 60_000);

// holds: threat.operator.repair-of-sound-image
test('an image that did not fail is left alone', async () => {
  const imageId = await upload(user, 'grey.png', 'image/png', await plainGrey(64, 48));
  await finished(user, imageId);
  const before = await rowOf(user, imageId);
  await expect(run('Process a failed image again', { IMAGE_ID: imageId })).rejects.toThrow('ConditionalCheckFailedException');
  expect(await rowOf(user, imageId)).toEqual(before);
}, 60_000);

test('the event dead letters are shown, and cleared', async () => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `event-dead-letters-${Date.now()}`, Attributes: { VisibilityTimeout: '0' } }));
  const variables = { EVENT_DEAD_LETTER_QUEUE_URL: QueueUrl! };
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"detail-type":"Object Created"}' }));
  expect(await run('Send dead letters again', variables, 1)).toContain('Object Created');
  await run('Send dead letters again', variables, 2);
  expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages ?? []).toEqual([]);
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));
}, 60_000);

test('a deletion event is put into the outbox by hand', async () => {
  const sent = await run('Publish a deletion event', { OUTPUT_BUCKET: 'renditions', IMAGE_ID: '01890000-0000-7000-8000-000000000000' }, 1);
  expect(JSON.parse(sent)).toHaveProperty('MessageId');
});

test.each([
  ['Process failed images again', 'failed'], ['Bring images up to the deployed settings', 'outdated'], ['Send dead letters again', 'dead-letters'],
])('%s: the call counts, and changes nothing', async (heading, repair) => {
  const stepFunctions = new SFNClient();
  const { stateMachines = [] } = await stepFunctions.send(new ListStateMachinesCommand({ maxResults: 1000 }));
  const { stateMachineArn } = stateMachines.find(({ name }) => name?.includes('Repairs'))!;
  const { executionArn } = JSON.parse(await run(heading, { REPAIR_ARN: stateMachineArn! })) as { executionArn: string };
  const { status, output } = await poll('the report', async () => {
    const execution = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
    return execution.status !== 'RUNNING' && execution;
  });
  expect([status, JSON.parse(output!)]).toEqual(['SUCCEEDED', expect.objectContaining({ repair, dry_run: true, sent: 0 })]);
}, 60_000);

test('a user is erased', async () => {
  const gone = await newUser();
  const { stateMachines = [] } = await new SFNClient().send(new ListStateMachinesCommand({ maxResults: 1000 }));
  const { stateMachineArn } = stateMachines.find(({ name }) => name?.includes('Erasure'))!;
  const started = await run('Erase a user', { ERASE_USER_ARN: stateMachineArn!, USER_ID: gone.id });
  expect(JSON.parse(started)).toHaveProperty('executionArn');
  await poll('the account to be gone', async () => (await call('POST', '/auth/signin', { body: { email: gone.email, password: gone.password } })).status === 401);
}, 60_000);
