import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand, StartExecutionCommandInput } from '@aws-sdk/client-sfn';

export interface Execution extends Pick<StartExecutionCommandInput, 'stateMachineArn' | 'traceHeader'> {
  /** Idempotency key, at most 80 characters. */
  readonly name: string;
  readonly input: object;
}

/** @returns false if an earlier attempt had started the execution, and its answer was lost */
export async function startOnce(client: SFNClient, { input, ...execution }: Execution): Promise<boolean> {
  try {
    await client.send(new StartExecutionCommand({ ...execution, input: JSON.stringify(input) }));
    return true;
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) return false;
    throw error;
  }
}
