import type { Telemetry } from '../../shared/telemetry';

export interface Recorded extends Telemetry {
  readonly lines: ReadonlyArray<{ level: string; message: string; error?: unknown; keys?: unknown }>;
  /** Each metric as often as it was counted. */
  readonly counted: readonly string[];
}

/** Remembers instead of writing. */
export function recordingTelemetry(): Recorded {
  const lines: Array<Recorded['lines'][number]> = [];
  const counted: string[] = [];
  return {
    lines,
    counted,
    info: (message, keys) => { lines.push({ level: 'info', message, keys }); },
    warn: (message, keys) => { lines.push({ level: 'warn', message, keys }); },
    error: (message, error, keys) => { lines.push({ level: 'error', message, error, keys }); },
    count: (metric, by = 1) => { counted.push(...Array.from({ length: by }, () => metric)); },
  };
}
