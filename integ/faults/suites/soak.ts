import sharp from 'sharp';
import { inParallel } from '../../demo/in-parallel';
import { grant, newUser, User } from '../../end-to-end/backend';
import { photograph, truncated } from '../../end-to-end/pictures';
import { rowOf } from '../../end-to-end/rows';
import { poll } from '../../local-aws/poll';
import { judge, Tally } from '../judge';
import { MemoryWatch } from '../memory-watch';
import { hasEnded, SentImage, sendTo } from '../sent-images';
import { redeliverAfter, REDELIVERY_SECONDS_ON_AWS, Stage } from '../stage';

/** Enough to keep every worker of the image functions busy. */
const AT_A_TIME = 12;
const SAMPLES = 200;
/** One in twenty each. */
const isDamaged = (index: number) => index % 20 === 7;
const isDuplicate = (index: number) => index % 20 === 13;
/** Longer sides, pixels: five small ones to one of 1,600, which is a screen full. */
const SIDES = [320, 480, 800, 1_024, 320, 1_600];
/** Beside what one user may be granted in a minute. */
const USERS = 4;

/** A long run of all kinds of images, with a look at the memory of the functions that stay warm through it. */
export async function soak(stage: Stage, count: number): Promise<Tally> {
  const pictures = await Promise.all(SIDES.map(pictureOf));
  const users = await Promise.all(Array.from({ length: USERS }, newUser));
  const watch = new MemoryWatch(stage.proxy.port);
  const step = Math.max(1, Math.floor(count / SAMPLES));
  await redeliverAfter(REDELIVERY_SECONDS_ON_AWS);
  const start = Date.now();
  const indices = Array.from({ length: count }, (_, index) => index);
  const sent = await inParallel(indices, AT_A_TIME, async index => {
    const image = await upload(users[index % USERS], bytesFor(index, pictures));
    if (index % step === 0) watch.sample();
    if (index % (step * 20) === 0) stage.report(`${index} of ${count} after ${((Date.now() - start) / 1000).toFixed(0)} s`);
    return image;
  });
  const elapsed = (Date.now() - start) / 1000;
  const { table, problems } = watch.results(['orchestrator', 'validation', 'resize', 'watermark']);
  stage.report(`Soak: ${count} images in ${elapsed.toFixed(0)} s, ${(count / elapsed).toFixed(2)} a second.\n${table}`);
  const odd = indices.filter(index => isDamaged(index) || isDuplicate(index)).length;
  const tally = await judge(stage, `soak of ${count} images`, { count: odd }, sent);
  const damaged = indices.filter(isDamaged).length;
  const rejected = tally.ended.rejected ?? 0;
  return { ...tally, problems: [...tally.problems, ...problems, ...rejected === damaged ? [] : [`${rejected} were rejected, and ${damaged} were damaged`]] };
}

async function upload(user: User, bytes: Buffer): Promise<SentImage> {
  const image = await sendTo(user, await grant(user, 'soak.jpg', 'image/jpeg'), bytes);
  // One that does not end is the judge's business.
  await poll('its end', async () => hasEnded(await rowOf(user, image.imageId)), { limitMs: 120_000, everyMs: 200 }).catch(() => undefined);
  return image;
}

async function pictureOf(side: number): Promise<Buffer> {
  return sharp(photograph('airplane-from-above')).resize(side, side, { fit: 'inside', withoutEnlargement: false }).jpeg().toBuffer();
}

/** No two have the same bytes, but for the duplicates, which have those of the one before. */
function bytesFor(index: number, pictures: readonly Buffer[]): Buffer {
  if (isDuplicate(index)) return bytesFor(index - 1, pictures);
  const picture = commented(pictures[index % pictures.length], `number ${index}`);
  return isDamaged(index) ? truncated(picture) : picture;
}

/** A JPEG with a comment behind its first marker. */
function commented(jpeg: Buffer, text: string): Buffer {
  const head = Buffer.from([0xff, 0xfe, 0, text.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.from(text), jpeg.subarray(2)]);
}
