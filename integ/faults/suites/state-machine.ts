import { CreateStateMachineCommand, DeleteStateMachineCommand, DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { deployment } from '../../end-to-end/backend';
import { photograph } from '../../end-to-end/pictures';
import { poll } from '../../local-aws/poll';
import { judge, Tally } from '../judge';
import { granted, sendAll } from '../sent-images';
import { messagesIn, Stage } from '../stage';

/** How long the state machine is away. */
export const ABSENCES = {
  'for some deliveries': async ({ proxy }: Stage, ids: readonly string[]) => poll('a second delivery of each', async () => (
    ids.every(id => (proxy.claims.get(id)?.size ?? 0) >= 2)
  )),
  'until the messages are dead': async () => poll('the queue to be empty', async () => (
    await messagesIn(deployment.outputs.QueueUrl) === 0 && await messagesIn(deployment.outputs.DeadLetterQueueUrl) > 0
  ), { limitMs: 240_000, everyMs: 1_000 }),
} as const;

/** The state machine is deleted, uploads arrive, and it is made again as it was. */
export async function stateMachineGone(stage: Stage, absence: keyof typeof ABSENCES, images: number): Promise<Tally> {
  const client = new SFNClient();
  const { StateMachineArn: stateMachineArn } = deployment.outputs;
  const { name, definition, roleArn, type, loggingConfiguration } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const grants = await granted(stage.user, images);
  const before = await sendAll(stage.user, grants.slice(0, images / 2), photograph('acanthus-mollis'));
  await client.send(new DeleteStateMachineCommand({ stateMachineArn }));
  const during = await sendAll(stage.user, grants.slice(images / 2), photograph('acanthus-mollis'));
  await ABSENCES[absence](stage, during.map(({ imageId }) => imageId));
  await client.send(new CreateStateMachineCommand({ name, definition, roleArn, type, loggingConfiguration }));
  return judge(stage, `state machine deleted ${absence}`, { count: 1 }, [...before, ...during]);
}
