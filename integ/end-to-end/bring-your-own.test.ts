import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ImageManagementClient } from 'image-management-client' with { 'resolution-mode': 'import' };
import { deployment, newAddress, newPassword } from './backend';
import { loadClient } from './client';
import { checkFlow, deployForm } from './deploy-form';
import { linesAbout } from './log-lines';
import { photograph } from './pictures';
import { FLOW_RESULT } from '../flow-check/flow-result';
import { reachableApiUrl, StackOutputs } from '../local-aws/deploy';
import { readCode } from '../local-aws/mail';
import { poll } from '../local-aws/poll';

type Name = 'Public' | 'Internal';
const NAMES: readonly Name[] = ['Public', 'Internal'];
const other = (name: Name): Name => name === 'Public' ? 'Internal' : 'Public';

let outputs: StackOutputs;
let clients: Record<Name, ImageManagementClient>;
let userId: string;

beforeAll(async () => {
  outputs = await deployForm('integ.bring-your-own');
  const { ImageManagementClient: Client } = await loadClient();
  const clientOf = (name: Name) => new Client({ baseUrl: reachableApiUrl(outputs[`${name}ApiUrl`], deployment.endpoint) });
  clients = { Public: clientOf('Public'), Internal: clientOf('Internal') };
  userId = await signUpWithOneAndInWithBoth();
}, 240_000);

async function signUpWithOneAndInWithBoth(): Promise<string> {
  const [email, password] = [newAddress(), newPassword()];
  const { userId: id } = await clients.Public.auth.signUp({ email, password });
  const code = await poll('the verification mail', () => readCode(deployment.endpoint, email));
  await clients.Public.auth.verify({ email, code });
  for (const name of NAMES) await clients[name].auth.signIn({ email, password });
  return id;
}

async function hasRow(name: Name, imageId: string): Promise<boolean> {
  const { Item } = await new DynamoDBClient().send(new GetItemCommand({
    TableName: outputs[`${name}TableName`], Key: { user_id: { S: userId }, image_id: { S: imageId } }, ConsistentRead: true,
  }));
  return Item !== undefined;
}

test.each(NAMES)('the %s system makes renditions of its own uploads in the shared bucket, and the other leaves them alone', async (name) => {
  const photo = photograph('allium-oreophilum');
  const upload = await clients[name].images.upload(new File([new Uint8Array(photo)], 'mine.jpg', { type: 'image/jpeg' }));
  const { imageId, status, renditions } = await upload.ready();
  expect([status, renditions.length]).toEqual(['ready', 8]);

  const lines = await poll('the other system to have seen the upload', async () => {
    const found = await linesAbout(imageId, `${other(name)}IngestionOrchestrator`);
    return found.length > 0 && found;
  });
  expect(lines.join()).toContain('ignored: the object belongs to another system');
  const original = await new S3Client({ forcePathStyle: true })
    .send(new HeadObjectCommand({ Bucket: outputs.UploadsBucketName, Key: `uploads/${userId}/${imageId}` }));
  expect(original.ContentLength).toBe(photo.length);
  expect([await hasRow(name, imageId), await hasRow(other(name), imageId)]).toEqual([true, false]);
}, 120_000);

test.each(NAMES)('what integ-runner asserts on AWS holds for the %s system', async (name) => {
  expect(await checkFlow(outputs, name)).toEqual(FLOW_RESULT);
}, 120_000);
