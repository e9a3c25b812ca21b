import { estimate } from './estimate';
import { RepairReport, SKIP_REASONS, SkipReason } from '../../contract/repairs';

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
