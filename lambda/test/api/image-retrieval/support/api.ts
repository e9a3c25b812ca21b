import '../../../support/environment';
import { DeleteObjectCommand, DeleteObjectsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { handler } from '../../../../api/image-retrieval/index';
import { Answer, apiEvent, OWNER, read, USER_ID } from '../../../support/api-event';
import { answerQuery, Row, row } from '../../../support/image-table';

export const dynamo = mockClient(DynamoDBDocumentClient);
export const s3 = mockClient(S3Client);
export const NAME = 'ファイル 100% (1)+é.jpg';

const rendition = (size: string, format: string, extension: string) =>
  ({ size, format, width: 150, height: 100, bytes: 5_000, key: `images/${USER_ID}/${row(1).image_id}/0123abcd/${size}.${extension}` });
export const RENDITIONS = [
  rendition('thumbnail', 'jpeg', 'jpg'), rendition('thumbnail', 'webp', 'webp'), rendition('medium', 'jpeg', 'jpg'), rendition('medium', 'webp', 'webp'),
];
export const READY = row(1, {
  user_id: USER_ID,
  filename: NAME,
  size: 9,
  width: 4_000,
  height: 3_000,
  placeholder: 'YTkGJwa',
  sha256: 'ab',
  dominant_color: '#102030',
  claimed_by: 'message',
  renditions: JSON.stringify(RENDITIONS),
});

/** The table's rows. */
export const table: { rows: Row[] } = { rows: [] };

const is = (key: Partial<Row>) => ({ user_id, image_id }: Row) => user_id === key.user_id && image_id === key.image_id;

/** One image that is ready, and under each prefix one object. */
export function resetServices(): void {
  table.rows = [READY];
  dynamo.reset();
  s3.reset();
  dynamo.on(GetCommand).callsFake(({ Key }) => ({ Item: table.rows.find(is(Key)) }));
  dynamo.on(DeleteCommand).callsFake(({ Key }) => {
    const Attributes = table.rows.find(is(Key));
    table.rows = table.rows.filter((candidate) => candidate !== Attributes);
    return { Attributes };
  });
  dynamo.on(UpdateCommand).resolves({});
  dynamo.on(QueryCommand).callsFake((input) => answerQuery(table.rows, input));
  s3.on(ListObjectsV2Command).callsFake(({ Prefix }) => ({ Contents: [{ Key: `${Prefix}a` }] }));
  s3.on(DeleteObjectsCommand).resolves({});
  s3.on(DeleteObjectCommand).resolves({});
}

export interface Options {
  readonly query?: Record<string, string>;
  readonly claims?: Record<string, unknown>;
  readonly headers?: Record<string, string>;
  readonly id?: string;
}

export async function call(route: string, { query, claims = OWNER, headers, id = READY.image_id }: Options = {}): Promise<Answer> {
  return read(await handler(apiEvent({ route, query, claims, headers, path: route.includes('{') ? { image_id: id } : undefined })));
}

export const get = (options?: Options) => call('GET /image/{image_id}', options);
export const list = (query: Record<string, string> = {}, claims?: Record<string, unknown>) => call('GET /images', { query, claims });
export const remove = (options?: Options) => call('DELETE /image/{image_id}', options);
