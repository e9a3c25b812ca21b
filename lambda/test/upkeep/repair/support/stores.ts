import '../../../support/environment';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, ListObjectsV2CommandInput, S3Client } from '@aws-sdk/client-s3';
import {
  DeleteMessageCommand, DeleteMessageCommandInput, GetQueueAttributesCommand, ReceiveMessageCommand, ReceiveMessageCommandInput,
  SendMessageCommand, SendMessageCommandInput, SQSClient,
} from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, QueryCommand, ScanCommand, ScanCommandInput, UpdateCommand, UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { RepairInput, RepairReport } from '../../../../../src/contract/repairs';
import { UploadedImage } from '../../../../../src/contract/workflow';
import { handler } from '../../../../upkeep/repair/index';
import type { RepairPart } from '../../../../upkeep/repair/read-request';
import { MemoryTable } from '../../../support/memory-table';

export const dynamo = mockClient(DynamoDBDocumentClient);
export const s3 = mockClient(S3Client);
export const sqs = mockClient(SQSClient);

export type Row = Record<string, string | number>;
/** What the services hold. Queues by the end of their address; a message that was received is hidden. */
interface Stores { rows: Row[]; originals: string[]; queues: Record<string, { body: string; hidden?: boolean }[]> }
export const stores: Stores = { rows: [], originals: [], queues: {} };

export const idOf = (index: number): string => `01900000-0000-7000-8000-${String(index).padStart(12, '0')}`;
export const keyOf = (index: number, user = 'user'): string => `uploads/${user}/${idOf(index)}`;
export const SEEN = '2026-01-01T00:00:00.000Z';

/** Renditions as `SETTINGS` makes them, or with another recipe. */
export const renditions = (recipe = '0123abcd'): string => JSON.stringify(['thumbnail', 'medium'].map((size) => ({ size, format: 'webp', recipe })));

/** A row with its original. */
export function image(index: number, row: Row): Row {
  const made = { user_id: 'user', image_id: idOf(index), updated_at: SEEN, ...row };
  stores.rows.push(made);
  stores.originals.push(`uploads/${made.user_id}/${made.image_id}`);
  return made;
}
export const failed = (index: number, row: Row = {}): Row => image(index, { status: 'failed', reason: 'processing-failed', ended_by: 'execution', ...row });
export const outdated = (index: number, row: Row = {}): Row => image(index, { status: 'ready', renditions: renditions('00000000'), ...row });

export function reset(): void {
  Object.assign(stores, { rows: [], originals: [], queues: { 'uploads': [], 'dead-letters': [], 'event-dead-letters': [] } });
  for (const mock of [dynamo, s3, sqs]) mock.reset();
  dynamo.on(DescribeTableCommand).callsFake(() => ({ Table: { ItemCount: stores.rows.length } }));
  dynamo.on(ScanCommand).callsFake(read);
  dynamo.on(QueryCommand).callsFake(read);
  dynamo.on(UpdateCommand).callsFake((input: UpdateCommandInput) => new MemoryTable(stores.rows).update(input));
  s3.on(ListObjectsV2Command).callsFake(({ Prefix }: ListObjectsV2CommandInput) => (
    { Contents: stores.originals.filter((key) => key === Prefix).map((Key) => ({ Key, Size: 1_000, ETag: '"etag"' })) }
  ));
  sqs.on(GetQueueAttributesCommand).callsFake(({ QueueUrl }) => (
    { Attributes: { ApproximateNumberOfMessages: String(queueOf(QueueUrl).filter(({ hidden }) => !hidden).length) } }
  ));
  sqs.on(SendMessageCommand).callsFake(({ QueueUrl, MessageBody = '' }: SendMessageCommandInput) => {
    queueOf(QueueUrl).push({ body: MessageBody });
    return {};
  });
  sqs.on(ReceiveMessageCommand).callsFake(receive);
  sqs.on(DeleteMessageCommand).callsFake(({ QueueUrl, ReceiptHandle }: DeleteMessageCommandInput) => {
    stores.queues[nameOf(QueueUrl)] = queueOf(QueueUrl).filter(({ body }) => body !== ReceiptHandle);
    return {};
  });
}

const nameOf = (url = ''): string => url.split('/').pop()!;
const queueOf = (url?: string) => stores.queues[nameOf(url)];

function receive({ QueueUrl, MaxNumberOfMessages }: ReceiveMessageCommandInput): object {
  const some = queueOf(QueueUrl).filter(({ hidden }) => !hidden).slice(0, MaxNumberOfMessages);
  for (const message of some) message.hidden = true;
  return { Messages: some.map(({ body }) => ({ Body: body, ReceiptHandle: body })) };
}

/** As DynamoDB does it: the limit counts rows, and the filter comes after it. */
function read(input: ScanCommandInput): object {
  const { Segment = 0, TotalSegments = 1, Limit = 1, ExclusiveStartKey: after, ExpressionAttributeValues: values = {} } = input;
  const own = stores.rows.filter((row, index) => index % TotalSegments === Segment && (values[':user_id'] ?? row.user_id) === row.user_id);
  const start = after === undefined ? 0 : own.findIndex(({ image_id }) => image_id === after.image_id) + 1;
  const page = own.slice(start, start + Limit);
  const last = page.at(-1);
  return {
    Items: page.filter(({ status }) => status === values[':status']),
    ScannedCount: page.length,
    LastEvaluatedKey: start + Limit < own.length && last ? { user_id: last.user_id, image_id: last.image_id } : undefined,
  };
}

/** What is in the queue of uploads. */
export const sent = (): UploadedImage[] => stores.queues.uploads.map(({ body }) => JSON.parse(body));

/** As the state machine does, part after part; `between` comes after each call. */
export async function run(input: RepairInput, between = (_part: RepairPart): void => undefined): Promise<RepairReport> {
  const { parts } = await handler({ task: 'plan', input }) as { parts: RepairPart[] };
  const ended: RepairPart[] = [];
  for (let part of parts) {
    while (!part.done) {
      part = JSON.parse(JSON.stringify(await handler({ task: 'work', part })));
      between(part);
    }
    ended.push(part);
  }
  return await handler({ task: 'report', parts: ended }) as RepairReport;
}
