/** Partition key: the owner's Cognito `sub`. Sort key: the image's UUIDv7, so a query runs in order of time. */
export const TABLE_KEYS = { partition: 'user_id', sort: 'image_id' } as const;

/** Time to live: set on a grant, removed when its bytes arrive, and on a count of grants. Seconds since 1970. */
export const TTL_ATTRIBUTE = 'expires_at';

/**
 * Counts of the upload grants that one user got in one minute: a row a minute, beside the images. No `sub` has a `#`, so
 * no read or list of images reaches this partition.
 */
export const QUOTA_PREFIX = 'quota#';
export const QuotaAttribute = {
  /** Grants handed out. */
  GRANTED: 'granted',
  /** Those of them that no upload has used yet. */
  OPEN: 'open',
} as const;

export function quotaPartition(userId: string): string {
  return QUOTA_PREFIX + userId;
}

/** Sort key of a count: the UTC minute, `2026-01-31T23:59Z`, so that a query runs in order of time. */
export function quotaMinute(time: Date): string {
  return `${time.toISOString().slice(0, 16)}Z`;
}

/** Partitions of the sweeper's own notes: no `sub` has a `#`. */
export const SWEEP_PREFIX = 'sweep#';

/** How far the sweeper is in its round through the originals: one row. */
export const ROUND = { partition: `${SWEEP_PREFIX}originals`, sort: 'round' } as const;
export const RoundAttribute = {
  STARTED_AT: 'started_at',
  UPDATED_AT: 'updated_at',
  /** Key of the original that was looked at last; absent between two rounds. */
  POSITION: 'position',
} as const;

/** Sparse index: a row is in it while it is pending or processing. */
export const UNFINISHED_INDEX = {
  name: 'unfinished',
  /** One of `UNFINISHED_SHARDS`, by the end of the image id, which is random: spreads the writes of a burst. */
  partition: 'unfinished',
  sort: 'updated_at',
} as const;

/** A shard takes 1,000 writes a second and an image writes four times, so that these take 16,000 images a second. */
const SHARDS = 64;

/** Hex numbers, `0` to `3f`. */
export const UNFINISHED_SHARDS: readonly string[] = Array.from({ length: SHARDS }, (_, shard) => shard.toString(16));

/** The last two hex digits of the id, modulo the number of shards. */
export function unfinishedShard(imageId: string): string {
  return UNFINISHED_SHARDS[parseInt(imageId.slice(-2), 16) % SHARDS];
}

/**
 * Attributes of a row. `renditions` is a JSON text (array of `Rendition`): Step Functions writes it without
 * a function of its own.
 */
export const Attribute = {
  USER_ID: 'user_id',
  IMAGE_ID: 'image_id',
  STATUS: 'status',
  REASON: 'reason',
  /** Of an image that a moderation refused: its own words. */
  REASON_DETAIL: 'reason_detail',
  FILENAME: 'filename',
  CONTENT_TYPE: 'content_type',
  SIZE: 'size',
  WIDTH: 'width',
  HEIGHT: 'height',
  CREATED_AT: 'created_at',
  UPDATED_AT: 'updated_at',
  SHA256: 'sha256',
  PLACEHOLDER: 'placeholder',
  DOMINANT_COLOR: 'dominant_color',
  /** Versions of what made the renditions; with each rendition's `recipe` it tells later why they look as they do. */
  PIPELINE: 'pipeline',
  RENDITIONS: 'renditions',
  /**
   * Id of the queue message that moved the row to processing: its redelivery may try again, no other may. The sweeper
   * removes it from an image that got stuck, so that the next message may have it.
   */
  CLAIMED_BY: 'claimed_by',
  /** How often the sweeper took the image up again; absent before, and after its end. */
  RETRIES: 'retries',
  /** Execution that ended the image: its own transition, tried again after a lost answer, is no second one. */
  ENDED_BY: 'ended_by',
  /** When a ready image was last sent to be processed again; absent before, and once its renditions are replaced. ISO 8601. */
  REPROCESSING_SINCE: 'reprocessing_since',
  /** Why a ready image that was processed again stays as it was: a reason of `statuses.ts`. Absent once it is sent again. */
  REPROCESSING_REASON: 'reprocessing_reason',
  UNFINISHED: 'unfinished',
  EXPIRES_AT: 'expires_at',
} as const;
