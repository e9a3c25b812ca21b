import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { Metric } from '../../../src/contract/environment';
import { parseUploadKey, UPLOADS_PREFIX } from '../../../src/contract/object-keys';
import { ROUND, RoundAttribute, TABLE_KEYS } from '../../../src/contract/table';
import { timeOfImageId } from '../../data/image-id';
import { unlessRefused } from '../../data/row-change';
import type { Telemetry } from '../../runtime/telemetry';

export interface CheckOriginalsOptions {
  readonly round: Pick<OriginalsRound, 'read' | 'move' | 'withoutRow'>;
  readonly s3: S3Client;
  readonly inputBucket: string;
  readonly telemetry: Telemetry;
  readonly now: () => Date;
}

/** From the start of one round to the next, if the first one has finished by then. */
const ROUND_EVERY_MS = 24 * 60 * 60 * 1000;
/** A younger original may belong to an image that was just deleted: the orchestrator removes it. */
const SETTLED_AFTER_MS = 24 * 60 * 60 * 1000;
/** One listing and two reads of rows; 57,600 in a day at a sweep every five minutes. */
export const ORIGINALS_A_SWEEP = 200;
/** Originals that get a log line; the metric counts all of them. */
const LINES_A_SWEEP = 10;

/**
 * Reports originals without a row: no API call reaches them and no deletion finds them. It removes nothing, because the cause
 * is not known. Each sweep continues where the last one stopped, and a round is made once a day.
 */
export async function checkOriginals({ round, s3, inputBucket, telemetry, now }: CheckOriginalsOptions): Promise<void> {
  const last = await round.read();
  const time = now();
  if (last && last.position === undefined && time.getTime() - Date.parse(last.startedAt) < ROUND_EVERY_MS) return;

  const { Contents = [], IsTruncated } = await s3.send(new ListObjectsV2Command({
    Bucket: inputBucket, Prefix: UPLOADS_PREFIX, StartAfter: last?.position, MaxKeys: ORIGINALS_A_SWEEP,
  }));
  const next: Round = {
    startedAt: last?.position === undefined ? time.toISOString() : last.startedAt,
    updatedAt: time.toISOString(),
    position: IsTruncated ? Contents.at(-1)?.Key : undefined,
  };
  // Moved before the check: of two concurrent sweeps, one reports the originals.
  if (!await round.move(last, next)) return;

  const settled = Contents.flatMap(({ Key = '' }) => parseUploadKey(Key) ?? [])
    .filter(({ imageId }) => time.getTime() - timeOfImageId(imageId).getTime() >= SETTLED_AFTER_MS);
  const lost = await round.withoutRow(settled);
  if (lost.length === 0) return;
  telemetry.count(Metric.ORIGINALS_WITHOUT_ROW, lost.length);
  for (const { userId, imageId } of lost.slice(0, LINES_A_SWEEP)) {
    telemetry.about({ user_id: userId, image_id: imageId }).warn('an original without a row');
  }
  telemetry.warn('originals without a row', { count: lost.length });
}

/** Progress of the round through the originals. */
export interface Round {
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601. Every change is conditional on it. */
  readonly updatedAt: string;
  /** Key of the original that was checked last; absent between two rounds. */
  readonly position?: string;
}

export interface ImageIds {
  readonly userId: string;
  readonly imageId: string;
}

const row = z.object({ started_at: z.string(), updated_at: z.string(), position: z.optional(z.string()) });
const ids = z.object({ user_id: z.string(), image_id: z.string() });

const KEY = { [TABLE_KEYS.partition]: ROUND.partition, [TABLE_KEYS.sort]: ROUND.sort };
const NAMES = { '#partition': TABLE_KEYS.partition, '#sort': TABLE_KEYS.sort };
/** Maximum of DynamoDB for one call. */
const ROWS_A_CALL = 100;

/** Reads rows for the check of originals, and stores its progress. */
export class OriginalsRound {
  constructor(private readonly client: DynamoDBDocumentClient, private readonly tableName: string) {}

  public async read(): Promise<Round | undefined> {
    const { Item } = await this.client.send(new GetCommand({ TableName: this.tableName, Key: KEY }));
    if (Item === undefined) return undefined;
    const { started_at: startedAt, updated_at: updatedAt, position } = row.parse(Item);
    return { startedAt, updatedAt, position };
  }

  /** @returns false if another sweep has moved it since it was read */
  public async move(from: Round | undefined, to: Round): Promise<boolean> {
    return await unlessRefused(this.client.send(new UpdateCommand({
      TableName: this.tableName,
      Key: KEY,
      ConditionExpression: from ? '#updated_at = :seen' : 'attribute_not_exists(#updated_at)',
      UpdateExpression: `SET #started_at = :started_at, #updated_at = :updated_at${to.position === undefined ? ' REMOVE #position' : ', #position = :position'}`,
      ExpressionAttributeNames: {
        '#started_at': RoundAttribute.STARTED_AT, '#updated_at': RoundAttribute.UPDATED_AT, '#position': RoundAttribute.POSITION,
      },
      ExpressionAttributeValues: { ':seen': from?.updatedAt, ':started_at': to.startedAt, ':updated_at': to.updatedAt, ':position': to.position },
    }))) !== undefined;
  }

  /** Images without a row. Keys that DynamoDB did not process count as having one: the next round checks them again. */
  public async withoutRow(images: readonly ImageIds[]): Promise<ImageIds[]> {
    const calls: Promise<ImageIds[]>[] = [];
    for (let start = 0; start < images.length; start += ROWS_A_CALL) {
      calls.push(this.withoutRowOf(images.slice(start, start + ROWS_A_CALL)));
    }
    return (await Promise.all(calls)).flat();
  }

  private async withoutRowOf(images: readonly ImageIds[]): Promise<ImageIds[]> {
    const Keys = images.map(({ userId, imageId }) => ({ [TABLE_KEYS.partition]: userId, [TABLE_KEYS.sort]: imageId }));
    const { Responses = {}, UnprocessedKeys = {} } = await this.client.send(new BatchGetCommand({
      RequestItems: { [this.tableName]: { Keys, ProjectionExpression: '#partition, #sort', ExpressionAttributeNames: NAMES } },
    }));
    const answered = [...Responses[this.tableName] ?? [], ...UnprocessedKeys[this.tableName]?.Keys ?? []].map((item) => ids.parse(item));
    const known = new Set(answered.map(({ user_id, image_id }) => `${user_id}/${image_id}`));
    return images.filter(({ userId, imageId }) => !known.has(`${userId}/${imageId}`));
  }
}
