import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { Erasure, ErasureInput } from '../../../src/contract/erasure';
import type { ErasureRecords, RecordedErasure } from '../../data/erasure-record';

export interface StartErasureOptions {
  readonly records: Pick<ErasureRecords, 'get' | 'begin'>;
  readonly stepFunctions: SFNClient;
  readonly stateMachineArn: string;
  readonly now: () => Date;
}

/** An erasure without progress for this long has failed. A live one is silent for at most two function timeouts of 60 s. */
const STALLED_AFTER_MS = 5 * 60_000;

export class StartErasure {
  constructor(private readonly options: StartErasureOptions) {}

  /**
   * Starts the erasure of a user, or restarts one that failed. Concurrent calls may both start it, which is harmless
   * because every step is idempotent.
   */
  public async run(userId: string): Promise<Erasure> {
    const { records, stepFunctions, stateMachineArn, now } = this.options;
    const recorded = await records.get(userId);
    if (recorded && (recorded.erasure.status === 'erased' || this.isRunning(recorded))) return recorded.erasure;
    // Started before the record is written: otherwise later calls would wait for an erasure that never started.
    const input: ErasureInput = { user_id: userId };
    await stepFunctions.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
    return records.begin(userId, now());
  }

  private isRunning({ updatedAt }: RecordedErasure): boolean {
    return this.options.now().getTime() - updatedAt.getTime() < STALLED_AFTER_MS;
  }
}
