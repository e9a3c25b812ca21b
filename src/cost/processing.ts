import { CostKind } from './cost-estimate';
import { demands, Demand, GB, HOURS_OF_MONTH, Rows, SECONDS_OF_MONTH } from './demand';
import { AverageImage, billedMs, ESTIMATED_MS, resizeMs, watermarkMs } from './durations';
import { Inventory } from './inventory';
import { FunctionName } from '../contract/functions';
import { Moderation } from '../moderation/moderation';

export interface ProcessingInput {
  readonly images: number;
  readonly image: AverageImage;
  readonly inventory: Inventory;
  readonly arm64: boolean;
  readonly express: boolean;
}

/** API calls for the record until it is "ready", as the client makes them. */
export const POLLS = 2;

/** Reads and writes per image; a write unit is 1 KB, a read unit 4. */
export const TABLE = {
  /** The grant counter, the pending row, the claim and the counter again. */
  WRITES_BEFORE_READY: 4,
  /** Added with the grant, moved (two writes) by the claim, removed at the end. */
  INDEX_WRITES: 4,
  /** One query sums up the open grants; each poll reads the row. */
  READS: 1 + POLLS,
  rowBytes: (renditions: number): number => 700 + 210 * renditions,
} as const;

/** State transitions from start to "ready", start and end included; a test counts them in the definition. */
export const TRANSITIONS = { plain: 12, watermark: 14, perFurtherTask: 1 } as const;
/** Service calls by the workflow itself: event and metric. */
const WORKFLOW_WAITS_MS = 60;
export const EXPRESS_MEMORY_GB = 64 / 1024;
const EXPRESS_STEP_MS = 100;

/** Estimated: START, END and REPORT, one line of the handler and one of metrics. For a request, one access log line. */
const LOG_BYTES_OF_CALL = 1100;
const LOG_BYTES_OF_REQUEST = 400;
/** Estimated: messages and workflow starts, with headers. */
const ENDPOINT_BYTES = 12_000;
/** According to AWS, bucket keys save up to 99 % of the calls. */
export const OBJECTS_OF_KMS_CALL = 100;
/** Custom metrics per image: granted, received, started, ended. */
const METRICS = 4;

function watermarkTasks({ markedSizes, formats }: AverageImage): number {
  if (markedSizes === 0) return 0;
  return formats.includes('avif') ? markedSizes : 1;
}

type FunctionCalls = readonly [FunctionName, calls: number, msEach: number];

/** Function calls per image. */
export function functionCalls(image: AverageImage): FunctionCalls[] {
  const tasks = watermarkTasks(image);
  return [
    ['upload-handler', 1, ESTIMATED_MS['upload-handler']],
    ['image-retrieval', POLLS, ESTIMATED_MS['image-retrieval']],
    ['s3-event-handler', 1, ESTIMATED_MS['s3-event-handler']],
    ['orchestrator', 1, ESTIMATED_MS.orchestrator],
    ['validation', 1, ESTIMATED_MS.validation],
    ['resize', 1, resizeMs(image)],
    ...(tasks > 0 ? [['watermark', tasks, watermarkMs(image) / tasks] as const] : []),
    ['record-outcome', 1, ESTIMATED_MS['record-outcome']],
  ];
}

export function processing(input: ProcessingInput): Demand[] {
  const { images, image, inventory } = input;
  const calls = functionCalls(image);
  const tasks = watermarkTasks(image);
  const requests = 1 + POLLS;
  const puts = 1 + image.renditionBytes.length + image.markedSizes;
  const gets = 2 + image.markedSizes;
  const invocations = calls.reduce((sum, [, count]) => sum + count, 0);
  const logBytes = invocations * LOG_BYTES_OF_CALL + requests * LOG_BYTES_OF_REQUEST;
  return demands(CostKind.PROCESSING, [
    ['API Gateway', `requests: the grant, ${POLLS} looks at the record`, 'apiRequest', images * requests],
    ['Lambda', 'calls', 'lambdaRequest', images * invocations],
    ...calls.map(([name, count, ms]) => lambdaTime(name, images * count, ms, input)),
    ['S3', `writes: original, renditions${tasks > 0 ? ', hand-over' : ''}`, 's3Put', images * puts],
    ['S3', 'reads', 's3Get', images * gets],
    ['EventBridge', 'events: Object Created, Image Ready', 'event', images * 2],
    ['SQS', 'send, receive, delete', 'queueRequest', images * 3],
    ...workflow(input, calls, tasks),
    ['DynamoDB', 'writes: row, index, counts of grants', 'tableWrite', images * tableWrites(image.renditionBytes.length)],
    ['DynamoDB', 'reads', 'tableRead', images * TABLE.READS],
    ['KMS', 'calls, with bucket keys', 'kmsRequest', images * (puts + gets) / OBJECTS_OF_KMS_CALL],
    ['CloudWatch', 'the workflow counts its end', 'putMetricData', images],
    ['CloudWatch', 'custom metrics', 'customMetric', METRICS * Math.min(1, images / HOURS_OF_MONTH)],
    ['CloudWatch', 'logs', 'logGb', images * logBytes / GB],
    // API requests, event, queue and workflow each start a trace.
    ['X-Ray', 'traces', 'traceRecorded', recordedTraces(images * requests) + 3 * recordedTraces(images)],
    ['VPC', 'data through interface endpoints', 'interfaceEndpointGb', inventory.endpointZones > 0 ? images * ENDPOINT_BYTES / GB : 0],
  ]);
}

export function tableWrites(renditions: number): number {
  return TABLE.WRITES_BEFORE_READY + Math.ceil(TABLE.rowBytes(renditions) / 1024) + TABLE.INDEX_WRITES;
}

/** X-Ray's default rule: one request per second, and 5 % of the rest. Assumes requests spread evenly, which costs the most. */
export function recordedTraces(requests: number): number {
  return Math.min(requests, SECONDS_OF_MONTH + 0.05 * Math.max(0, requests - SECONDS_OF_MONTH));
}

export function lambdaTime(
  name: FunctionName, calls: number, ms: number, { inventory, arm64 }: Pick<ProcessingInput, 'inventory' | 'arm64'>,
): ['Lambda', string, 'lambdaGbSecondArm64' | 'lambdaGbSecondX64', number] {
  const memory = inventory.memory[name] ?? 0;
  const billed = billedMs(ms, memory);
  const gbSeconds = calls * memory / 1024 * billed / 1000;
  return ['Lambda', `${name}: ${memory} MB, ${Math.round(billed)} ms`, arm64 ? 'lambdaGbSecondArm64' : 'lambdaGbSecondX64', gbSeconds];
}

function workflow({ images, express }: ProcessingInput, calls: FunctionCalls[], tasks: number): Rows {
  if (!express) {
    const transitions = tasks === 0 ? TRANSITIONS.plain : TRANSITIONS.watermark + (tasks - 1) * TRANSITIONS.perFurtherTask;
    return [['Step Functions', 'transitions of a standard workflow', 'standardTransition', images * transitions]];
  }
  const ms = workflowMs(calls);
  return [
    ['Step Functions', 'starts of an express workflow', 'expressRequest', images],
    ['Step Functions', `time of an express workflow: 64 MB, ${ms} ms`, 'expressGbSecond', images * EXPRESS_MEMORY_GB * ms / 1000],
  ];
}

/** Watermark tasks run in parallel, four at a time. Rounded up as billed. */
function workflowMs(calls: readonly FunctionCalls[]): number {
  const inside = calls.filter(([name]) => ['validation', 'resize', 'watermark', 'record-outcome'].includes(name));
  const ms = inside.reduce((sum, [, count, each]) => sum + Math.ceil(count / 4) * each, WORKFLOW_WAITS_MS);
  return Math.ceil(ms / EXPRESS_STEP_MS) * EXPRESS_STEP_MS;
}

/** State transitions per accepted image; a test counts them in the definition. */
export const MODERATION_TRANSITIONS = { function: 2, rekognition: 6 } as const;

/** For still images. The cost of your own moderation functions is unknown and not included. */
export function moderation(images: number, moderations: readonly Moderation[], express: boolean): Demand[] {
  if (moderations.length === 0) return [];
  const rekognitions = moderations.filter(({ _billsPictures }) => _billsPictures).length;
  const transitions = rekognitions * MODERATION_TRANSITIONS.rekognition
    + (moderations.length - rekognitions) * MODERATION_TRANSITIONS.function;
  return demands(CostKind.PROCESSING, [
    ['S3', 'writes: pictures for moderation', 's3Put', images],
    ['Rekognition', 'pictures looked at', 'moderatedPicture', images * rekognitions],
    ['Step Functions', 'transitions of moderation', 'standardTransition', express ? 0 : images * transitions],
  ]);
}
