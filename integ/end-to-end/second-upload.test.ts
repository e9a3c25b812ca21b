import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { deployment, finished, grant, newUser, put, User } from './backend';
import { s3 } from './buckets';
import { linesAbout } from './log-lines';
import { photograph } from './pictures';
import { poll } from '../local-aws/poll';

const { InputBucketName, OutputBucketName, TableName } = deployment.outputs ?? {};
const dynamo = new DynamoDBClient();

async function stateOf(user: User, imageId: string) {
  const Key = { user_id: { S: user.id }, image_id: { S: imageId } };
  const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: OutputBucketName, Prefix: `images/${user.id}/${imageId}/` }));
  return { row: Item, renditions: Contents.map(({ Key: key, ETag, LastModified, Size }) => ({ key, ETag, LastModified, Size })) };
}

// holds: threat.input.second-upload
test('a second upload with the grant of a finished image changes neither its row nor its renditions', async () => {
  const user = await newUser();
  const granted = await grant(user, 'first.jpg', 'image/jpeg');
  await put(granted, photograph('acanthus-mollis'));
  expect((await finished(user, granted.image_id)).status).toBe('ready');
  const before = await stateOf(user, granted.image_id);
  expect(before.renditions).toHaveLength(8);

  const second = photograph('allium-oreophilum');
  expect((await put(granted, second)).status).toBe(200);
  await poll('the second upload to be ignored', async () => (await linesAbout(granted.image_id, 'Orchestrator')).some(line => line.includes('ignored')));
  expect(await stateOf(user, granted.image_id)).toEqual(before);
  // The grant lets it replace the original, which nothing reads any more.
  const original = await s3.send(new GetObjectCommand({ Bucket: InputBucketName, Key: `uploads/${user.id}/${granted.image_id}` }));
  expect(Buffer.from(await original.Body!.transformToByteArray()).equals(second)).toBe(true);
}, 90_000);
