import { deployedFunction } from './deployed-functions';
import { signedCall } from './signed-call';

/** Runs the deployed sweeper now, and not at its next time. @throws Error where it answers with one */
export async function sweep(): Promise<void> {
  const { name } = await deployedFunction('sweeper');
  const answer = await signedCall<{ errorMessage?: string } | null>({
    service: 'lambda', method: 'POST', path: `/2015-03-31/functions/${name}/invocations`, body: {},
  });
  if (answer?.errorMessage !== undefined) throw new Error(`The sweeper failed: ${answer.errorMessage}`);
}

/** An `updated_at` of so long ago. */
export function minutesAgo(minutes: number): { readonly S: string } {
  return { S: new Date(Date.now() - minutes * 60_000).toISOString() };
}
