import { DeleteObjectsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { removePrefix, removeSomeOfUser } from '../../data/remove-objects';

const s3 = mockClient(S3Client);
beforeEach(() => { s3.reset(); });
const remove = (prefix: string) => removePrefix(new S3Client({ region: 'eu-west-1' }), 'output', prefix);

test('deletes every object under the prefix, page by page', async () => {
  s3.on(ListObjectsV2Command).resolvesOnce({ Contents: [{ Key: 'a' }, { Key: 'b' }], NextContinuationToken: 'next' }).resolvesOnce({ Contents: [{ Key: 'c' }] });
  s3.on(DeleteObjectsCommand).resolves({});
  await remove('images/user/id/');
  expect(s3.commandCalls(ListObjectsV2Command).map(({ args }) => args[0].input)).toEqual([
    { Bucket: 'output', Prefix: 'images/user/id/', ContinuationToken: undefined },
    { Bucket: 'output', Prefix: 'images/user/id/', ContinuationToken: 'next' },
  ]);
  expect(s3.commandCalls(DeleteObjectsCommand).map(({ args }) => args[0].input.Delete?.Objects)).toEqual([[{ Key: 'a' }, { Key: 'b' }], [{ Key: 'c' }]]);
});

test('asks for nothing where there is nothing', async () => {
  s3.on(ListObjectsV2Command).resolves({});
  await remove('images/user/id/');
  expect(s3.commandCalls(DeleteObjectsCommand)).toHaveLength(0);
});

test('fails where S3 kept an object', async () => {
  s3.on(ListObjectsV2Command).resolves({ Contents: [{ Key: 'a' }, { Key: 'b' }] });
  s3.on(DeleteObjectsCommand).resolves({ Errors: [{ Key: 'b', Code: 'AccessDenied' }] });
  await expect(remove('images/user/id/')).rejects.toThrow('S3 did not delete 1 of 2 objects, the first with AccessDenied');
});

// holds: threat.retrieval.wide-deletion
test.each(['', '/', 'images/', 'images/user/', 'images//id/', 'images/user/id'])('rejects the prefix %p, which names more than one image', async (prefix) => {
  await expect(remove(prefix)).rejects.toThrow('a prefix of one image was expected');
  expect(s3.calls()).toHaveLength(0);
});

describe('of a user', () => {
  const removeSome = (prefix: string) => removeSomeOfUser(new S3Client({ region: 'eu-west-1' }), 'output', prefix);

  test('one page is deleted at a time, and it is told whether there is more', async () => {
    s3.on(ListObjectsV2Command).resolvesOnce({ Contents: [{ Key: 'a' }, { Key: 'b' }], NextContinuationToken: 'next' }).resolvesOnce({ Contents: [{ Key: 'c' }] });
    s3.on(DeleteObjectsCommand).resolves({});
    expect(await removeSome('images/user/')).toEqual({ removed: 2, more: true });
    expect(await removeSome('images/user/')).toEqual({ removed: 1, more: false });
    expect(s3.calls()).toHaveLength(4);
  });

  test.each(['', '/', 'images', 'images/', 'images//', 'images/user', 'images/user/id/'])('rejects the prefix %p, which names more or less', async (prefix) => {
    await expect(removeSome(prefix)).rejects.toThrow('a prefix of one user was expected');
    expect(s3.calls()).toHaveLength(0);
  });
});
