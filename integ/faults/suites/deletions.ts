import { call } from '../../end-to-end/backend';
import { keysUnder } from '../../end-to-end/buckets';
import { photograph } from '../../end-to-end/pictures';
import { poll } from '../../local-aws/poll';
import { judge, Tally } from '../judge';
import { granted, rowsOf, sendTo } from '../sent-images';
import type { Stage } from '../stage';

/** Images deleted by their owner at any moment of their processing: nothing is left of them. */
export async function deletedMeanwhile(stage: Stage, count: number): Promise<Tally> {
  const { user, proxy } = stage;
  const ids: string[] = [];
  for (const [index, to] of (await granted(user, count)).entries()) {
    const { imageId } = await sendTo(user, to, photograph('acanthus-mollis'));
    ids.push(imageId);
    // After the first, the second, the third … call that the handlers make for it.
    let calls = 0;
    const watch = proxy.inject(({ imageId: of }) => {
      if (of === imageId) calls++;
      return undefined;
    });
    await poll('its processing to go on', async () => calls > index % MOMENTS, { limitMs: 30_000, everyMs: 5 });
    watch.end();
    const { status } = await call('DELETE', `/image/${imageId}`, { token: user.idToken });
    if (status !== 204) throw new Error(`DELETE answered ${status}`);
  }
  // None of them is unfinished any more: it waits for the functions to end.
  const tally = await judge(stage, 'deleted during processing', { count }, []);
  const left = await leftOf(user.id, ids);
  return { ...tally, images: count, ended: { deleted: count - left.length }, problems: [...tally.problems, ...left] };
}

/** Calls that an image takes, from its claim to its last rendition. */
const MOMENTS = 14;

async function leftOf(userId: string, ids: readonly string[]): Promise<string[]> {
  const rows = await rowsOf([{ owner: { id: userId }, imageId: '', etag: '', size: 0 }]);
  const keys = await Promise.all(ids.map(async id => [
    ...await keysUnder('InputBucketName', `uploads/${userId}/${id}`),
    ...await keysUnder('OutputBucketName', `images/${userId}/${id}/`),
    ...await keysUnder('OutputBucketName', `work/${userId}/${id}/`),
  ]));
  return ids.filter((id, at) => rows.has(id) || keys[at].length > 0).map(id => `something is left of ${id}, which was deleted`);
}
