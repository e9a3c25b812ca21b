import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { OriginalsRound, Round } from './originals-round';
import { Metric } from '../../../src/contract/environment';
import { parseUploadKey, UPLOADS_PREFIX } from '../../../src/contract/object-keys';
import { timeOfImageId } from '../../data/image-id';
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
