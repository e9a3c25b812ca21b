import type { LogKeys, Subject, Telemetry } from '../../runtime/telemetry';

export interface Recorded extends Telemetry {
  readonly lines: ReadonlyArray<{ level: string; message: string; error?: unknown; keys?: LogKeys }>;
  /** Each metric as often as it was counted. */
  readonly counted: readonly string[];
  readonly measured: ReadonlyArray<readonly [metric: string, milliseconds: number]>;
  /** What traces were to be found by, each with its header where that was another's. */
  readonly traced: ReadonlyArray<readonly [subject: Subject, trace?: string]>;
}

/** Remembers instead of writing. */
export function recordingTelemetry(): Recorded {
  const lines: Array<Recorded['lines'][number]> = [];
  const counted: string[] = [];
  const measured: Array<Recorded['measured'][number]> = [];
  const traced: Array<Recorded['traced'][number]> = [];
  const about = (subject: Subject): Telemetry => ({
    info: (message, keys) => { lines.push({ level: 'info', message, keys: { ...subject, ...keys } }); },
    warn: (message, keys) => { lines.push({ level: 'warn', message, keys: { ...subject, ...keys } }); },
    error: (message, error, keys) => { lines.push({ level: 'error', message, error, keys: { ...subject, ...keys } }); },
    count: (metric, by = 1) => { counted.push(...Array.from({ length: by }, () => metric)); },
    measure: (metric, milliseconds) => { measured.push([metric, milliseconds]); },
    about: (more, trace) => {
      traced.push([more, trace]);
      return about({ ...subject, ...more });
    },
  });
  return { lines, counted, measured, traced, ...about({}) };
}
