/** Partition key: the owner's Cognito `sub`. Sort key: the image's UUIDv7, so a query runs in order of time. */
export const TABLE_KEYS = { partition: 'user_id', sort: 'image_id' } as const;

/** Time to live of grants, removed when the upload arrives, and of grant counters. Seconds since 1970. */
export const TTL_ATTRIBUTE = 'expires_at';

/**
 * Partition prefix for the grant counters of a user: one row per minute. No `sub` contains `#`, so reads and lists of images
 * never reach this partition.
 */
export const QUOTA_PREFIX = 'quota#';
export const QuotaAttribute = {
  /** Issued grants. */
  GRANTED: 'granted',
  /** Issued grants that no upload has used yet. */
  OPEN: 'open',
} as const;

export function quotaPartition(userId: string): string {
  return QUOTA_PREFIX + userId;
}

/** Sort key of a counter: the UTC minute, `2026-01-31T23:59Z`, so queries are in chronological order. */
export function quotaMinute(time: Date): string {
  return `${time.toISOString().slice(0, 16)}Z`;
}

/** Partition prefix for the state of the sweeper: no `sub` contains `#`. */
export const SWEEP_PREFIX = 'sweep#';

/** Row with the sweeper's position in its scan of the originals. */
export const ROUND = { partition: `${SWEEP_PREFIX}originals`, sort: 'round' } as const;
export const RoundAttribute = {
  STARTED_AT: 'started_at',
  UPDATED_AT: 'updated_at',
  /** Key of the last scanned original; absent between two scans. */
  POSITION: 'position',
} as const;

/** Sparse index: a row is in it while it is pending or processing. */
export const UNFINISHED_INDEX = {
  name: 'unfinished',
  /** One of `UNFINISHED_SHARDS`, by the random end of the image id: spreads the writes of a burst. */
  partition: 'unfinished',
  sort: 'updated_at',
} as const;

/** A shard allows 1,000 writes per second and an image needs four: enough for 16,000 images per second. */
const SHARDS = 64;

/** Hex numbers, `0` to `3f`. */
export const UNFINISHED_SHARDS: readonly string[] = Array.from({ length: SHARDS }, (_, shard) => shard.toString(16));

/** The last two hex digits of the id, modulo the number of shards. */
export function unfinishedShard(imageId: string): string {
  return UNFINISHED_SHARDS[parseInt(imageId.slice(-2), 16) % SHARDS];
}

/**
 * Attributes of a row. `renditions` is a JSON string (array of `Rendition`), which Step Functions can write without a function.
 */
export const Attribute = {
  USER_ID: 'user_id',
  IMAGE_ID: 'image_id',
  STATUS: 'status',
  REASON: 'reason',
  /** Reason given by the moderation that rejected the image. */
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
  /** Library versions that created the renditions; with each `recipe`, it explains their appearance later. */
  PIPELINE: 'pipeline',
  RENDITIONS: 'renditions',
  /**
   * Id of the queue message that moved the row to processing: only its redelivery may retry. The sweeper removes it from a
   * stuck image, so that the next message can claim it.
   */
  CLAIMED_BY: 'claimed_by',
  /** Number of retries by the sweeper; absent before the first, and for finished images. */
  RETRIES: 'retries',
  /** Execution that finished the image: recognizes its own write when retried after a lost response. */
  ENDED_BY: 'ended_by',
  /** When reprocessing of a ready image was last requested, ISO 8601; absent before, and once its renditions are replaced. */
  REPROCESSING_SINCE: 'reprocessing_since',
  /** Why reprocessing kept the previous renditions: a reason of `statuses.ts`. Removed by the next request. */
  REPROCESSING_REASON: 'reprocessing_reason',
  UNFINISHED: 'unfinished',
  EXPIRES_AT: 'expires_at',
} as const;
