import type { FunctionName } from '../../../src/contract/functions';
import { photograph, truncated } from '../../end-to-end/pictures';
import { cut, killAfter, killBefore } from '../effects';
import type { Effect, Fault } from '../fault-proxy';
import { judge, Tally } from '../judge';
import { workerAt } from '../processes';
import { granted, sendAll } from '../sent-images';
import type { Stage } from '../stage';

/** How many calls of AWS each function makes for an image at least, in every delivery: kills are spread over them. */
const CALLS = { 'orchestrator': 2, 'validation': 1, 'resize': 4, 'watermark': 6, 'record-outcome': 2 } as const satisfies Partial<Record<FunctionName, number>>;
export const KILLED = Object.keys(CALLS) as (keyof typeof CALLS)[];

interface Kill {
  /** Which call of the function for the image: 1 for its first. */
  call: number;
  readonly effect: Effect;
}

/** The second call of record-outcome removes the original of an image that is rejected; for any other it makes only one. */
function needsRejection(handler: keyof typeof CALLS, { call }: Kill): boolean {
  return handler === 'record-outcome' && call > 1;
}

/**
 * Ends a function's process while it works on an image: at each of its calls in turn, before the call is done and after. That
 * is where it matters when it dies; anywhere else comes to one of these.
 */
export async function kills(stage: Stage, handler: keyof typeof CALLS, times: number): Promise<Tally> {
  const { proxy, user } = stage;
  const grants = await granted(user, times);
  const plan = new Map(grants.map(({ image_id }, at): [string, Kill] => [
    image_id, { call: 1 + Math.floor(at / 2) % CALLS[handler], effect: (at % 2 === 0 ? killAfter : killBefore)(proxy.port) },
  ]));
  const fault: Fault = ({ imageId, port }) => {
    const kill = imageId === undefined ? undefined : plan.get(imageId);
    if (kill === undefined) return undefined;
    const worker = workerAt(port, proxy.port);
    // A process that is gone was killed for another image of its batch, at this call.
    if (worker !== undefined && (worker.handler !== handler || --kill.call > 0)) return undefined;
    plan.delete(imageId!);
    return worker === undefined ? cut : kill.effect;
  };
  const injection = proxy.inject(fault);
  const photo = photograph('acanthus-mollis');
  const sound = grants.filter(({ image_id }) => !needsRejection(handler, plan.get(image_id)!));
  const damaged = grants.filter(grant => !sound.includes(grant));
  const images = [...await sendAll(user, sound, photo), ...await sendAll(user, damaged, truncated(photo))];
  const tally = await judge(stage, `${handler} killed`, injection, images, () => (plan.size === 0 ? [] : [`${plan.size} images were not met by a kill`]));
  injection.end();
  return tally;
}
