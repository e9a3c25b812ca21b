import { paginateListExecutions, SFNClient } from '@aws-sdk/client-sfn';
import { call, deployment, User } from './backend';

/** Ids of the user's images whose workflow was started, whatever became of it: an execution's name begins with the id. */
export async function executionsOf({ idToken }: User): Promise<string[]> {
  const { body } = await call('GET', '/images?limit=100', { token: idToken });
  const own = new Set<string>(body.items.map(({ image_id }: { image_id: string }) => image_id));
  const started: string[] = [];
  const pages = paginateListExecutions({ client: new SFNClient() }, { stateMachineArn: deployment.outputs.StateMachineArn });
  for await (const { executions = [] } of pages) {
    started.push(...executions.map(({ name = '' }) => name.slice(0, 36)).filter(id => own.has(id)));
  }
  return started;
}
