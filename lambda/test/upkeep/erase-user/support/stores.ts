import '../../../support/environment';
import { DeleteObjectsCommand, DeleteObjectsCommandInput, ListObjectsV2Command, ListObjectsV2CommandInput, S3Client } from '@aws-sdk/client-s3';
import { DeleteCommand, DeleteCommandInput, DynamoDBDocumentClient, QueryCommand, QueryCommandInput, UpdateCommand, UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { handler } from '../../../../upkeep/erase-user/index';

export const USER = '84282428-50a1-70f4-b0a5-3c0e1d3e4b6a';
export const OTHER = '94482428-50a1-70f4-b0a5-3c0e1d3e4b6b';

export const dynamo = mockClient(DynamoDBDocumentClient);
export const s3 = mockClient(S3Client);

type Row = Record<string, string | number>;
/** What the table and the buckets hold; objects as `bucket/key`. */
export const stores: { rows: Row[]; objects: string[] } = { rows: [], objects: [] };

const imageRow = (userId: string, index: number): Row => ({ user_id: userId, image_id: `01900000-0000-7000-8000-${String(index).padStart(12, '0')}` });
export const grantCount = (userId: string, minute: number): Row => (
  { user_id: `quota#${userId}`, image_id: `2026-01-31T12:${String(minute).padStart(2, '0')}Z`, open: 1 }
);
export const recordOf = (userId: string): Row | undefined => stores.rows.find((row) => row.user_id === `quota#${userId}` && row.image_id === 'erased');

/** Two users with so many images each, and one object of each kind for an image. */
export function fill(images: number): void {
  const indexes = Array.from({ length: images }, (_, index) => index);
  stores.rows = [USER, OTHER].flatMap((user) => [
    ...indexes.map((index) => imageRow(user, index)), grantCount(user, 1), grantCount(user, 2),
  ]);
  stores.objects = [USER, OTHER].flatMap((user) => indexes.flatMap((index) => {
    const { image_id } = imageRow(user, index);
    return [`input/uploads/${user}/${image_id}`, `output/images/${user}/${image_id}/0123abcd/small.webp`, `output/work/${user}/${image_id}/small`];
  }));
  dynamo.reset();
  s3.reset();
  dynamo.on(QueryCommand).callsFake(answerQuery);
  dynamo.on(DeleteCommand).callsFake(remove);
  dynamo.on(UpdateCommand).callsFake(update);
  s3.on(ListObjectsV2Command).callsFake(list);
  s3.on(DeleteObjectsCommand).callsFake(removeObjects);
}

function answerQuery({ KeyConditionExpression = '', ExpressionAttributeValues: values = {}, Limit = 1 }: QueryCommandInput): object {
  const bound: unknown = KeyConditionExpression.endsWith(' AND #sort < :record') ? values[':record'] : undefined;
  const found = stores.rows.filter((row) => row.user_id === values[':partition'] && (typeof bound !== 'string' || row.image_id < bound));
  const page = found.slice(0, Limit).map(({ user_id, image_id }) => ({ user_id, image_id }));
  return { Items: page, LastEvaluatedKey: found.length > Limit ? page.at(-1) : undefined };
}

function remove({ Key: key }: DeleteCommandInput): object {
  const Attributes = stores.rows.find((row) => row.user_id === key?.user_id && row.image_id === key.image_id);
  stores.rows = stores.rows.filter((row) => row !== Attributes);
  return { Attributes };
}

/** `SET a = :x, b = if_not_exists(b, :x) ADD c :y`, as far as the records use it. */
function update({ Key: key, UpdateExpression = '', ExpressionAttributeValues: values = {} }: UpdateCommandInput): object {
  const found = stores.rows.find((row) => row.user_id === key?.user_id && row.image_id === key.image_id);
  const row: Row = { ...found, ...key as Row };
  const [, set = '', add = ''] = /^SET (.*?)(?: ADD (.*))?$/.exec(UpdateExpression) ?? [];
  for (const [, name, once, value] of set.matchAll(/#(\w+) = (if_not_exists\(#\w+, )?(:\w+)/g)) {
    if (once === undefined || row[name] === undefined) row[name] = values[value];
  }
  for (const [, name, value] of add.matchAll(/#(\w+) (:\w+)/g)) row[name] = Number(row[name] ?? 0) + Number(values[value]);
  stores.rows = [...stores.rows.filter((candidate) => candidate !== found), row];
  return { Attributes: row };
}

const PAGE = 1000;

function list({ Bucket, Prefix }: ListObjectsV2CommandInput): object {
  const keys = stores.objects.filter((name) => name.startsWith(`${Bucket}/${Prefix}`)).map((name) => name.slice(Bucket!.length + 1));
  return { Contents: keys.slice(0, PAGE).map((Key) => ({ Key })), NextContinuationToken: keys.length > PAGE ? 'next' : undefined };
}

function removeObjects({ Bucket, Delete }: DeleteObjectsCommandInput): object {
  const gone = new Set(Delete?.Objects?.map(({ Key }) => `${Bucket}/${Key}`));
  stores.objects = stores.objects.filter((name) => !gone.has(name));
  return {};
}

export const begin = async () => handler({ task: 'refuse-grants', user_id: USER });
export const noteAccount = async () => handler({ task: 'note-account', user_id: USER });
export const removePart = async () => handler({ task: 'remove-part', user_id: USER });

/** As the state machine does, part by part. */
export async function removeAll(): ReturnType<typeof removePart> {
  for (;;) {
    const erasure = await removePart();
    if (erasure.status === 'erased') return erasure;
  }
}
