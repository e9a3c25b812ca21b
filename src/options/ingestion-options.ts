import { requireWhole } from './check';

/**
 * Options of the queue between uploads and workflows.
 */
export interface IngestionOptions {
  /**
   * Batches of up to ten uploads that are started concurrently, 2 to 1000 (the limits of SQS).
   *
   * It limits how fast a burst starts workflows. Their functions share the Lambda concurrency of the account, by default 1000,
   * with everything else in it; further uploads wait in the queue.
   *
   * @default 10
   */
  readonly maxConcurrency?: number;
}

/** The validated options with defaults. */
export interface IngestionSettings {
  readonly maxConcurrency: number;
}

const MAX_CONCURRENCY = { min: 2, max: 1000 };

export function toIngestionSettings({ maxConcurrency = 10 }: IngestionOptions = {}): IngestionSettings {
  requireWhole('ingestion.maxConcurrency', maxConcurrency, MAX_CONCURRENCY);
  return { maxConcurrency };
}
