import { RepairReport, SKIP_REASONS, SkipReason } from '../../contract/repairs';
import { PRICES } from '../../cost/prices';

const WHY: Readonly<Record<SkipReason, string>> = {
  original_gone: 'their original is gone',
  under_way: 'sent less than an hour ago and still in progress',
  changed: 'changed meanwhile',
  unreadable: 'not written by this system: inspect them',
};

/** Number of images that a run without `dry_run` would send. */
export function repairable({ matching, skipped }: RepairReport): number {
  return matching - SKIP_REASONS.reduce((sum, reason) => sum + skipped[reason], 0);
}

export function estimateText(report: RepairReport): string {
  const images = repairable(report);
  const { dollars, hours } = estimate(images, report.bytes);
  return [
    ...countLines(report),
    line('to send', `${whole(images)}${report.bytes > 0 ? `, originals of ${size(report.bytes)}` : ''}`),
    line('takes about', duration(hours)),
    line('costs about', `${dollars < 0.01 ? 'less than 0.01' : dollars.toFixed(2)} USD (list prices of us-east-1, default sizes and formats)`),
  ].join('\n');
}

export function reportText(report: RepairReport): string {
  return [
    ...countLines(report),
    line('sent', `${whole(report.sent)}, originals of ${size(report.bytes)}`),
    ...(report.failed_parts > 0 ? [line('failed parts', whole(report.failed_parts))] : []),
    ...(report.complete ? [] : ['Not everything was checked: run it again to continue.']),
  ].join('\n');
}

function countLines({ looked_at, matching, skipped }: RepairReport): string[] {
  return [
    line('looked at', whole(looked_at)),
    line('matching', whole(matching)),
    ...SKIP_REASONS.filter((reason) => skipped[reason] > 0).map((reason) => line('left out', `${whole(skipped[reason])}, ${WHY[reason]}`)),
  ];
}

function line(title: string, value: string): string {
  return `  ${title.padEnd(22)}${value}`;
}

function whole(count: number): string {
  return count.toLocaleString('en-US');
}

function size(bytes: number): string {
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} KB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

function duration(hours: number): string {
  if (hours * 60 < 1) return 'a minute';
  return hours < 1 ? `${Math.ceil(hours * 60)} minutes` : `${hours.toFixed(1)} hours`;
}

/** Of the default sizes and formats: 4 x 2. */
const RENDITIONS = 8;
/** `docs/performance.md`: half a second of processor time for a photograph of 12 megapixels, and as much for storage. */
const SECONDS_AN_IMAGE = 0.5;
const SECONDS_A_MEGABYTE = 0.15;
const IMAGE_FUNCTION_GIGABYTES = 1.769;
/** Minimum billed memory of an express execution. */
const EXECUTION_GIGABYTES = 0.0625;
/** Maximum rate of a repair (`lambda/upkeep/repair/parts.ts`). */
const IMAGES_A_SECOND = 20;

export interface Estimate {
  readonly dollars: number;
  readonly hours: number;
}

/**
 * Cost of processing this many images, with an express workflow and a watermark, and how long a repair takes to send them.
 * A rough estimate with prices of us-east-1; other regions differ by up to 50 %.
 */
export function estimate(images: number, bytes: number): Estimate {
  const seconds = images * SECONDS_AN_IMAGE + bytes / 1e6 * SECONDS_A_MEGABYTE;
  const functions = seconds * IMAGE_FUNCTION_GIGABYTES * PRICES.lambdaGbSecondArm64;
  const execution = seconds * EXECUTION_GIGABYTES * PRICES.expressGbSecond;
  // Orchestrator and three image functions; old renditions are copied once to tag them; a listing finds the original.
  const eachImage = 4 * PRICES.lambdaRequest + PRICES.expressRequest + (2 * RENDITIONS + 2) * PRICES.s3Put + 4 * PRICES.s3Get
    + 3 * PRICES.queueRequest + 6 * PRICES.tableWrite + PRICES.putMetricData + PRICES.event;
  return { dollars: functions + execution + images * eachImage, hours: images / IMAGES_A_SECOND / 3600 };
}
