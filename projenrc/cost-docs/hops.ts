import { Watermark } from '../../src';
import { UNFINISHED_SHARDS } from '../../src/contract/table';
import { averageImage } from '../../src/cost/durations';
import { functionCalls, OBJECTS_OF_KMS_CALL, POLLS, TABLE, tableWrites, TRANSITIONS } from '../../src/cost/processing';
import { toApiSettings } from '../../src/options/api-options';
import { bindImages } from '../../src/options/image-settings';
import { toIngestionSettings } from '../../src/options/processing-options';

/**
 * What one upload a second needs of each hop, and what it may have. Quotas are those of us-east-1 for an account of some age, as the
 * authors knew them in November 2026; none was fetched from AWS. Service Quotas shows those of an account, and new accounts have less.
 */
export interface Hop {
  readonly name: string;
  readonly unit: string;
  /** Of one upload a second. */
  readonly each: number;
  /** At once or in a second. */
  readonly limit: number;
  /** `quota`: of the account, AWS raises it. `prop`: of this system. `fixed`: nobody raises it. */
  readonly kind: 'quota' | 'prop' | 'fixed';
  readonly lift: string;
}

const { settings } = bindImages({ watermark: Watermark.text('© Example'), maxFileSize: 25e6 });
const image = averageImage(settings, 3_000_000);
const calls = functionCalls(image);
const api = toApiSettings();

/** Seconds that a function runs for one upload. */
const seconds = (...names: string[]): number => calls.filter(([name]) => names.length === 0 || names.includes(name))
  .reduce((sum, [, count, ms]) => sum + count * ms / 1000, 0);

const puts = image.renditionBytes.length + image.markedSizes;
/** Ten messages of a batch at once on a seventh of a processor: an estimate. */
const BATCH_SECONDS = 0.25;
const BATCH = 10;
const { maxConcurrency } = toIngestionSettings();
/** Uploads of one user in an hour, which is as long as a token lasts. */
const UPLOADS_OF_TOKEN = 10;
/** The default rule records a twentieth beyond one a second; a trace has about this many segments. */
const SEGMENTS = 0.05 * 12;

export const HOPS: readonly Hop[] = [
  { name: 'API: looks at the record', unit: 'requests/s', each: POLLS, limit: api.throttlingRateLimit, kind: 'prop', lift: '`api.throttlingRateLimit`; fewer looks by `onImageReady()`' },
  { name: 'API: grants', unit: 'requests/s', each: 1, limit: api.throttlingRateLimit, kind: 'prop', lift: '`api.throttlingRateLimit` and `api.throttlingBurstLimit`' },
  { name: 'API Gateway, all APIs of the account', unit: 'requests/s', each: 1 + POLLS, limit: 10_000, kind: 'quota', lift: 'quota "Throttle rate"' },
  { name: `Cognito: renewed tokens, one for ${UPLOADS_OF_TOKEN} uploads`, unit: 'requests/s', each: 1 / UPLOADS_OF_TOKEN, limit: 120, kind: 'quota', lift: 'quota of `UserAuthentication`; it also grows with the number of users' },
  { name: 'Lambda: all functions at once', unit: 'at once', each: seconds(), limit: 1000, kind: 'quota', lift: 'quota "Concurrent executions"' },
  { name: 'Lambda: growth of resize within ten seconds', unit: 'at once', each: seconds('resize'), limit: 1000, kind: 'fixed', lift: 'nothing: the queue holds the rest of a burst for the next ten seconds' },
  { name: 'S3: writes under `uploads/`, one partition', unit: 'requests/s', each: 1, limit: 3500, kind: 'fixed', lift: 'S3 splits by itself, within minutes: keys go on with the user\'s id, which is random' },
  { name: 'S3: writes of the output bucket, one partition', unit: 'requests/s', each: puts, limit: 3500, kind: 'fixed', lift: 'S3 splits by itself, within minutes, at the user\'s id under `images/` and `work/`; tasks try again meanwhile' },
  { name: 'EventBridge: events put by the workflow', unit: 'events/s', each: 1, limit: 10_000, kind: 'quota', lift: 'quota of PutEvents' },
  { name: 'EventBridge: calls of targets', unit: 'calls/s', each: 1, limit: 18_750, kind: 'quota', lift: 'quota "Invocations throttle limit"; what is above waits up to six hours' },
  { name: 'SQS: messages in flight', unit: 'at once', each: BATCH_SECONDS, limit: 120_000, kind: 'fixed', lift: 'nothing is needed: batches are bounded before' },
  { name: `Orchestrator: messages of ${maxConcurrency} batches at once`, unit: 'messages/s', each: 1, limit: maxConcurrency * BATCH / BATCH_SECONDS, kind: 'prop', lift: '`ingestion.maxConcurrency`, 2 to 1,000; until then the queue grows, and nothing is lost' },
  { name: 'Step Functions: starts, Express', unit: 'starts/s', each: 1, limit: 6000, kind: 'quota', lift: 'quota of StartExecution' },
  { name: 'Step Functions: starts, Standard', unit: 'starts/s', each: 1, limit: 300, kind: 'quota', lift: 'Express (the default), or the quota; 1,300 more at once' },
  { name: 'Step Functions: transitions, Standard', unit: 'transitions/s', each: TRANSITIONS.watermark, limit: 5000, kind: 'quota', lift: 'Express, which has no such limit, or the quota' },
  { name: 'DynamoDB: writes of the table', unit: 'units/s', each: tableWrites(image.renditionBytes.length) - TABLE.INDEX_WRITES, limit: 40_000, kind: 'quota', lift: 'quota of the table; a new table begins at 4,000 and doubles within half an hour, or at once by warm throughput' },
  { name: 'DynamoDB: writes of the index `unfinished`', unit: 'units/s', each: TABLE.INDEX_WRITES, limit: 40_000, kind: 'quota', lift: 'quota of the index, which is the table\'s' },
  { name: `DynamoDB: one of ${UNFINISHED_SHARDS.length} partition keys of the index`, unit: 'units/s', each: TABLE.INDEX_WRITES / UNFINISHED_SHARDS.length, limit: 1000, kind: 'fixed', lift: 'more shards (`src/contract/table.ts`): design, not quota' },
  { name: 'KMS: S3 with bucket keys', unit: 'requests/s', each: (1 + puts + 2 + image.markedSizes) / OBJECTS_OF_KMS_CALL, limit: 10_000, kind: 'quota', lift: 'quota of symmetric requests, 10,000 to 100,000 by region; queues and table ask once an hour and once in five minutes for each role' },
  { name: 'CloudWatch: counts of ended images', unit: 'requests/s', each: 1, limit: 500, kind: 'quota', lift: 'quota of PutMetricData; beyond it counts are lost, images are not' },
  { name: 'X-Ray: segments, with the default sampling', unit: 'segments/s', each: SEGMENTS, limit: 2600, kind: 'quota', lift: 'a sampling rule; what is refused is missing in traces alone' },
  { name: 'VPC: connections through the interfaces of two subnets', unit: 'at once', each: 4 * seconds(), limit: 2 * 65_000, kind: 'fixed', lift: 'Lambda adds an interface, which is one address: a subnet of the default has 123' },
];
