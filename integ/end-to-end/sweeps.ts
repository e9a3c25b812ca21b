import { deployment } from './backend';
import { signedCall } from './signed-call';

interface DeployedFunction {
  readonly FunctionName: string;
  readonly Environment?: { readonly Variables: Readonly<Record<string, string>> };
}

/** Runs the deployed sweeper now, and not at its next time. @throws Error where it answers with one */
export async function sweep(): Promise<void> {
  const { Functions } = await signedCall<{ Functions: DeployedFunction[] }>({ service: 'lambda', path: '/2015-03-31/functions/' });
  const sweeper = Functions.find(({ Environment }) => Environment?.Variables.TABLE_NAME === deployment.outputs.TableName
    && Environment.Variables.SWEEP_AFTER_SECONDS !== undefined);
  if (!sweeper) throw new Error('There is no deployed sweeper');
  const answer = await signedCall<{ errorMessage?: string } | null>({
    service: 'lambda', method: 'POST', path: `/2015-03-31/functions/${sweeper.FunctionName}/invocations`, body: {},
  });
  if (answer?.errorMessage !== undefined) throw new Error(`The sweeper failed: ${answer.errorMessage}`);
}

/** An `updated_at` of so long ago. */
export function minutesAgo(minutes: number): { readonly S: string } {
  return { S: new Date(Date.now() - minutes * 60_000).toISOString() };
}
