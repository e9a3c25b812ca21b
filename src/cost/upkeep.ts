import { CostKind } from './cost-estimate';
import { DAYS_OF_MONTH, demands, Demand, GB, HOURS_OF_MONTH, Rows, SECONDS_OF_MONTH } from './demand';
import { AverageImage, ESTIMATED_MS } from './durations';
import { Inventory } from './inventory';
import { lambdaTime, OBJECTS_OF_KMS_CALL, recordedTraces, TABLE } from './processing';
import { UNFINISHED_SHARDS } from '../contract/table';
import { OriginalsSettings } from '../options/storage-options';

/** Lambda polls an empty queue with five long polls of 20 seconds. */
const IDLE_POLLS = 5 * SECONDS_OF_MONTH / 20;
/** S3 neither transitions nor monitors smaller objects. */
const SMALLEST_MOVED = 128 * 1024;
/** Days without access after which Intelligent-Tiering moves an object to a cheaper tier. */
const TIERS = { infrequentAccess: 30, glacierInstantRetrieval: 90 };

/** Paid without a single image. */
export function fixed(inventory: Inventory, arm64: boolean, sweepEverySeconds: number): Demand[] {
  const sweeps = SECONDS_OF_MONTH / sweepEverySeconds;
  return demands(CostKind.FIXED, [
    ['KMS', 'key', 'kmsKey', inventory.keys],
    ['VPC', 'interface endpoints, by zone and hour', 'interfaceEndpointHour', inventory.endpointZones * HOURS_OF_MONTH],
    ['CloudWatch', 'alarms, by metric', 'alarmMetric', inventory.alarmMetrics],
    ['CloudWatch', 'dashboard', 'dashboard', inventory.dashboards],
    ['SQS', 'Lambda asks the empty queue', 'queueRequest', IDLE_POLLS],
    // An empty query costs half a unit; one more read finds the position in the scan of originals.
    ['DynamoDB', 'the sweeper looks at an empty index', 'tableRead', sweeps * (UNFINISHED_SHARDS.length * 0.5 + 1)],
    lambdaTime('sweeper', sweeps, ESTIMATED_MS.sweeper, { inventory, arm64 }),
    ['X-Ray', 'traces of the sweeper', 'traceRecorded', recordedTraces(sweeps)],
  ]);
}

export interface StorageInput {
  readonly images: number;
  readonly image: AverageImage;
  readonly monthsKept: number;
  readonly originals: OriginalsSettings;
  readonly intelligentTiering: boolean;
}

/** Images of `monthsKept` months. */
export function storage(input: StorageInput): Demand[] {
  const rowGb = TABLE.rowBytes(input.image.renditionBytes.length) / GB;
  return demands(CostKind.STORAGE, [
    ...originalRows(input),
    ...renditionRows(input),
    ['DynamoDB', 'rows, with backups', 'tableGb', input.images * input.monthsKept * rowGb],
  ]);
}

function originalRows({ images, image, monthsKept, originals }: StorageInput): Rows {
  const moves = image.originalBytes >= SMALLEST_MOVED;
  const { infrequentAccess = Infinity, glacierInstantRetrieval = Infinity } = moves ? originals : {};
  const end = Math.min(monthsKept * DAYS_OF_MONTH, originals.expire ?? Infinity);
  const months = monthsBetween(infrequentAccess, glacierInstantRetrieval, end);
  const gb = images * image.originalBytes / GB;
  return [
    ['S3', 'originals in Standard', 's3StandardGb', gb * months.standard],
    ['S3', 'originals in Standard-IA', 's3InfrequentAccessGb', gb * months.infrequentAccess],
    ['S3', 'originals in Glacier Instant Retrieval', 's3GlacierInstantRetrievalGb', gb * months.glacierInstantRetrieval],
    ['S3', 'moves of originals to Standard-IA', 's3TransitionToInfrequentAccess', infrequentAccess < end ? images : 0],
    ['S3', 'moves of originals to Glacier', 's3TransitionToGlacierInstantRetrieval', glacierInstantRetrieval < end ? images : 0],
  ];
}

/** With Intelligent-Tiering, assumes that renditions are not read after their first day: the maximum saving. */
function renditionRows({ images, image, monthsKept, intelligentTiering }: StorageInput): Rows {
  const watched = intelligentTiering ? image.renditionBytes.filter((bytes) => bytes >= SMALLEST_MOVED) : [];
  const sum = (all: readonly number[]): number => images * all.reduce((total, bytes) => total + bytes, 0) / GB;
  const months = monthsBetween(TIERS.infrequentAccess, TIERS.glacierInstantRetrieval, monthsKept * DAYS_OF_MONTH);
  const gb = sum(watched);
  return [
    ['S3', 'renditions in Standard', 's3StandardGb', (sum(image.renditionBytes) - gb) * monthsKept + gb * months.standard],
    ['S3', 'renditions not read for 30 days', 's3InfrequentAccessGb', gb * months.infrequentAccess],
    ['S3', 'renditions not read for 90 days', 's3GlacierInstantRetrievalGb', gb * months.glacierInstantRetrieval],
    ['S3', 'renditions handed to Intelligent-Tiering', 's3TransitionToIntelligentTiering', images * watched.length],
    ['S3', 'renditions watched', 's3WatchedObject', images * watched.length * monthsKept],
  ];
}

/** Months that an object spends in each storage class until it is deleted. Ages are in days. */
function monthsBetween(infrequentAccess: number, glacier: number, end: number) {
  const from = (age: number): number => Math.min(age, end);
  return {
    standard: Math.min(from(infrequentAccess), from(glacier)) / DAYS_OF_MONTH,
    infrequentAccess: Math.max(0, from(glacier) - from(infrequentAccess)) / DAYS_OF_MONTH,
    glacierInstantRetrieval: (end - from(glacier)) / DAYS_OF_MONTH,
  };
}

/**
 * A view is an API call for a URL and a download of the average rendition; browsers cache. Each download reads S3, as if
 * CloudFront's caches were empty: cache hits save little.
 */
export function views(count: number, image: AverageImage, inventory: Inventory, arm64: boolean): Demand[] {
  const bytes = image.renditionBytes.reduce((sum, each) => sum + each, 0) / image.renditionBytes.length;
  return demands(CostKind.VIEWS, [
    ['API Gateway', 'requests', 'apiRequest', count],
    ['Lambda', 'calls', 'lambdaRequest', count],
    lambdaTime('image-retrieval', count, ESTIMATED_MS['image-retrieval'], { inventory, arm64 }),
    ['DynamoDB', 'reads', 'tableRead', count],
    ['S3', 'reads', 's3Get', count],
    ['KMS', 'calls, with bucket keys', 'kmsRequest', count / OBJECTS_OF_KMS_CALL],
    ...downloads(count, bytes, inventory),
    ['X-Ray', 'traces', 'traceRecorded', recordedTraces(count)],
  ]);
}

function downloads(count: number, bytes: number, { cloudFront }: Inventory): Rows {
  const [item, gb] = [`downloads of ${Math.round(bytes / 1000)} KB`, count * bytes / GB];
  return cloudFront
    ? [['CloudFront', 'requests', 'cloudFrontRequest', count], ['CloudFront', item, 'cloudFrontGb', gb]]
    : [['S3', item, 'downloadedGb', gb]];
}
