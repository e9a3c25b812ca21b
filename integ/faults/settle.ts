import { paginateListExecutions, paginateListStateMachines, SFNClient } from '@aws-sdk/client-sfn';
import { hasEnded, rowsOf, SentImage } from './sent-images';
import { delayedIn, messagesIn, Stage } from './stage';
import { deployment } from '../end-to-end/backend';
import { Row, setRow } from '../end-to-end/rows';
import { minutesAgo, sweep } from '../end-to-end/sweeps';
import { poll } from '../local-aws/poll';

/** Two tries of the sweeper, one to give up, one more. */
const MAX_SWEEPS = 4;
/** So many looks in a row at a system that does nothing tell that nothing will come by itself: a call's tries are 1 and 2 s apart. */
const IDLE_LOOKS = 6;
const LOOK_EVERY_MS = 1_000;
/** Against hanging: a burst on a busy machine takes many minutes. */
const LIMIT_MS = 3_600_000;

/**
 * Waits until nothing is under way any more, and sweeps while an image has not ended.
 *
 * @returns the rows of the images that were not deleted
 */
export async function settle(stage: Pick<Stage, 'swept'>, images: readonly SentImage[]): Promise<ReadonlyMap<string, Row>> {
  for (let sweeps = 0; ; sweeps++) {
    let rows = await untilIdle(images);
    const areAllDue = async () => await delayedIn(deployment.outputs.QueueUrl) === 0;
    if (!await areAllDue()) {
      // Events that were not taken are sent again after a while.
      await poll('messages that are put off', areAllDue, { limitMs: LIMIT_MS, everyMs: LOOK_EVERY_MS });
      rows = await untilIdle(images);
    }
    const unfinished = images.filter(({ imageId }) => rows.has(imageId) && !hasEnded(rows.get(imageId)));
    if (unfinished.length === 0 || sweeps === MAX_SWEEPS) return rows;
    await age(stage, unfinished);
    await sweep();
  }
}

/** The sweeper waits for fifteen minutes before it takes an image up: the age of its row is all that is changed by hand. */
export async function age({ swept }: Pick<Stage, 'swept'>, images: readonly SentImage[]): Promise<void> {
  for (const { owner, imageId } of images) {
    swept.add(imageId);
    await setRow(owner, imageId, { updated_at: minutesAgo(16) });
  }
}

/** Waits until every image has ended, or nothing happens any more. */
export async function untilIdle(images: readonly SentImage[], limitMs = LIMIT_MS): Promise<Map<string, Row>> {
  let idle = 0;
  return poll('the system to come to rest', async () => {
    const isIdle = await messagesIn(deployment.outputs.QueueUrl) === 0 && (await runningExecutions()) === 0;
    const rows = await rowsOf(images);
    const ended = images.every(({ imageId }) => !rows.has(imageId) || hasEnded(rows.get(imageId)));
    idle = isIdle ? idle + 1 : 0;
    return (isIdle && ended) || idle >= IDLE_LOOKS ? rows : undefined;
  }, { limitMs, everyMs: LOOK_EVERY_MS });
}

/** Of the workflow, and of the state machine that publishes events outside of it. */
async function runningExecutions(): Promise<number> {
  const client = new SFNClient();
  let running = 0;
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {})) {
    for (const { stateMachineArn, name } of stateMachines) {
      if (stateMachineArn !== deployment.outputs.StateMachineArn && !name?.includes('Publication')) continue;
      for await (const { executions = [] } of paginateListExecutions({ client }, { stateMachineArn, statusFilter: 'RUNNING' })) {
        running += executions.length;
      }
    }
  }
  return running;
}
