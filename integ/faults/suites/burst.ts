import { availableParallelism } from 'node:os';
import { deployment, newUser, User } from '../../end-to-end/backend';
import { loadClient } from '../../end-to-end/client';
import { photograph } from '../../end-to-end/pictures';
import { judge, Tally } from '../judge';
import { processorTimeOf, workersBehind } from '../processes';
import { rowsOf, SentImage } from '../sent-images';
import { redeliverAfter, REDELIVERY_SECONDS_ON_AWS, Stage } from '../stage';

/** Below the grants that one user may hold open. */
const IMAGES_PER_USER = 80;
/** The emulator answers some at a time: a call waits its turn, or is told to come again. */
const PATIENCE = { retry: 10, timeout: 600_000 };

interface Sent extends SentImage {
  /** When the bucket had answered, milliseconds since 1970. */
  readonly at: number;
}

/** As many uploads at once as there are images, by the client, each user's with a session of their own. */
export async function burst(stage: Stage, count: number): Promise<Tally> {
  const users = await Promise.all(Array.from({ length: Math.ceil(count / IMAGES_PER_USER) }, newUser));
  const before = processingTime(stage);
  await redeliverAfter(REDELIVERY_SECONDS_ON_AWS);
  const start = Date.now();
  const sent = (await Promise.all(users.map(async (user, at) => (
    uploadAll(user, Math.min(IMAGES_PER_USER, count - at * IMAGES_PER_USER))
  )))).flat();
  stage.report(`${count} uploads took ${seconds(Date.now() - start)}`);
  const tally = await judge(stage, `burst of ${count} uploads`, { count }, sent);
  const work = processingTime(stage) - before;
  const rows = await rowsOf(sent);
  const ready = sent.map(({ imageId, at }) => ({ at, end: Date.parse(rows.get(imageId)!.updated_at.S!) }));
  const waits = ready.map(({ at, end }) => end - at).sort((a, b) => a - b);
  const elapsed = Math.max(...ready.map(({ end }) => end)) - start;
  const lastPut = Math.max(...ready.map(({ at }) => at)) - start;
  stage.report([
    `Burst: ${count} images in ${seconds(elapsed)}, ${(count / elapsed * 1000).toFixed(2)} a second; the last PUT was answered after ${seconds(lastPut)}.`,
    `From PUT answered to ready: p50 ${seconds(quantile(waits, 0.5))}, p95 ${seconds(quantile(waits, 0.95))}, longest ${seconds(waits.at(-1)!)}.`,
    `The image functions took ${seconds(work)} of a processor for it, ${(work / count).toFixed(0)} ms an image: ${
      (work / elapsed).toFixed(2)} of ${availableParallelism()} processors all the while.`,
  ].join('\n'));
  const others = count - (tally.ended.ready ?? 0);
  return { ...tally, problems: [...tally.problems, ...others === 0 ? [] : [`${others} of the burst are not ready`]] };
}

async function uploadAll(user: User, count: number): Promise<Sent[]> {
  const { ImageManagementClient: Client } = await loadClient();
  const client = new Client({ baseUrl: deployment.outputs.ApiUrl, ...PATIENCE });
  await client.auth.signIn(user);
  const bytes = photograph('acanthus-mollis');
  return Promise.all(Array.from({ length: count }, async (_, at) => {
    const { imageId } = await client.images.upload(new File([new Uint8Array(bytes)], `${at}.jpg`, { type: 'image/jpeg' }));
    return { owner: user, imageId, etag: '', size: bytes.length, at: Date.now() };
  }));
}

/** What validation, resize and watermark took of the processors: their waits, and what else the machine does, do not count. */
function processingTime({ proxy }: Stage): number {
  const workers = workersBehind(proxy.port).filter(({ handler }) => ['validation', 'resize', 'watermark'].includes(handler));
  return workers.reduce((sum, { pid }) => sum + processorTimeOf(pid), 0);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(sorted.length * share) - 1];
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
