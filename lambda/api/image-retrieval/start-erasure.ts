import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { Erasure, ErasureInput } from '../../../src/contract/erasure';
import type { ErasureRecords, RecordedErasure } from '../../data/erasure-record';

export interface StartErasureOptions {
  readonly records: Pick<ErasureRecords, 'get' | 'begin'>;
  readonly stepFunctions: SFNClient;
  readonly stateMachineArn: string;
  readonly now: () => Date;
}

/**
 * An erasure that was silent for so long has ended before its time. Its longest silence is that of a function that ran
 * into its limit, twice: 60 s each.
 */
const SILENT_MS = 5 * 60_000;

export class StartErasure {
  constructor(private readonly options: StartErasureOptions) {}

  /**
   * Starts the erasure of a user, or starts it again where it broke off. Two calls at the same moment may both start it,
   * which does no harm: every step of it can be repeated.
   */
  public async run(userId: string): Promise<Erasure> {
    const { records, stepFunctions, stateMachineArn, now } = this.options;
    const recorded = await records.get(userId);
    if (recorded && (recorded.erasure.status === 'erased' || this.isAlive(recorded))) return recorded.erasure;
    // Before the record, which would make the next calls wait for an erasure that did not start.
    const input: ErasureInput = { user_id: userId };
    await stepFunctions.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
    return records.begin(userId, now());
  }

  private isAlive({ updatedAt }: RecordedErasure): boolean {
    return this.options.now().getTime() - updatedAt.getTime() < SILENT_MS;
  }
}
