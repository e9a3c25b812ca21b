import { requireWhole } from './check';

/**
 * Options of the way from an uploaded original to its workflow.
 */
export interface IngestionOptions {
  /**
   * Batches of at most ten uploads that are started at once, 2 to 1000: SQS takes no other number.
   *
   * It bounds how fast a burst starts workflows. Their functions share the concurrency of the account, which is 1000 unless
   * AWS raised it, with everything else there; uploads beyond it wait in the queue.
   *
   * @default 10
   */
  readonly maxConcurrency?: number;
}

/** The options with their defaults, checked. */
export interface IngestionSettings {
  readonly maxConcurrency: number;
}

const MAX_CONCURRENCY = { min: 2, max: 1000 };

export function toIngestionSettings({ maxConcurrency = 10 }: IngestionOptions = {}): IngestionSettings {
  requireWhole('ingestion.maxConcurrency', maxConcurrency, MAX_CONCURRENCY);
  return { maxConcurrency };
}
