import type { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { add, left, NOTHING, Step } from './parts';
import type { RepairPart } from './read-request';
import type { RepairQueue } from './repair-queue';
import { isUnderWay, RepairableImage, RepairableImages } from './repairable-images';
import { SizeSettings } from '../../../src/contract/image-settings';
import { RepairCounts, SkipReason } from '../../../src/contract/repairs';
import { findOriginal } from '../find-original';

export interface RepairImagesOptions {
  readonly images: Pick<RepairableImages, 'read' | 'retry' | 'reprocess'>;
  readonly queue: Pick<RepairQueue, 'send'>;
  readonly s3: S3Client;
  readonly inputBucket: string;
  readonly sizes: readonly Pick<SizeSettings, 'name' | 'recipe'>[];
  readonly now: () => Date;
}

/** Images in parallel: each takes a call of S3, and if it is sent, one of DynamoDB and one of SQS. */
const PARALLEL = 10;
/** A call of the function has a minute; no page is started after this. */
const LAST_PAGE_MS = 20_000;

/** Repairs images that failed, and ready ones that were made with other settings. */
export class RepairImages {
  constructor(private readonly options: RepairImagesOptions) {}

  /** Page by page, until enough is sent or the call's time is over. An image that was sent no longer matches. */
  public async step(part: RepairPart, most: number): Promise<Step> {
    const { images, now } = this.options;
    const last = now().getTime() + LAST_PAGE_MS;
    let { counts, cursor } = part;
    do {
      const page = await images.read({ ...part, cursor }, part.repair === 'failed' ? 'failed' : 'ready');
      counts = await this.repairPage(part, page.images, add(counts, { ...NOTHING, looked_at: page.lookedAt }));
      cursor = page.cursor;
    } while (cursor !== undefined && counts.sent - part.counts.sent < most && left({ ...part, counts }) > 0 && now().getTime() < last);
    return { counts, cursor };
  }

  private async repairPage(
    part: RepairPart, images: readonly (RepairableImage | undefined)[], before: RepairCounts,
  ): Promise<RepairCounts> {
    const matching = images.filter((image) => part.repair === 'failed' || image === undefined || isOutdated(image.renditions, this.options.sizes));
    let counts = before;
    for (let start = 0; start < matching.length;) {
      const some = matching.slice(start, start + Math.min(PARALLEL, left({ ...part, counts })));
      if (some.length === 0) return counts;
      start += some.length;
      counts = (await Promise.all(some.map(async (image) => this.repair(part, image)))).reduce(add, counts);
    }
    return counts;
  }

  private async repair({ repair, dry_run }: RepairPart, image: RepairableImage | undefined): Promise<RepairCounts> {
    const { images, queue, s3, inputBucket, now } = this.options;
    if (image === undefined) return skipped('unreadable');
    if (isUnderWay(image, now())) return skipped('under_way');
    const upload = await findOriginal(s3, inputBucket, image.user_id, image.image_id);
    if (upload === undefined) return skipped('original_gone');
    if (dry_run) return { ...NOTHING, matching: 1, bytes: upload.size };
    const time = now();
    const isChanged = repair === 'failed' ? await images.retry(image, time) : await images.reprocess(image, time);
    if (!isChanged) return skipped('changed');
    // If this fails, the sweeper sends the message of a failed image, and a ready one matches again after an hour.
    await queue.send({ ...upload, attempt: seconds(time), ...(repair !== 'failed' && { replaces: image.updated_at }) });
    return { ...NOTHING, matching: 1, bytes: upload.size, sent: 1 };
  }
}

function skipped(reason: SkipReason): RepairCounts {
  return { ...NOTHING, matching: 1, skipped: { ...NOTHING.skipped, [reason]: 1 } };
}

/** The time of a retry, as `UploadedImage` has it. */
function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

/** `recipe` is missing in a row of a version that did not write it. */
const list = z.array(z.object({ size: z.string(), recipe: z.optional(z.string()) }));

/**
 * Whether renditions were made with other settings: a size was added, removed or changed, or the watermark, the formats or the
 * pipeline, all of which are part of the recipe.
 *
 * @param renditions JSON text, as the row has it
 */
export function isOutdated(renditions: string | undefined, sizes: readonly Pick<SizeSettings, 'name' | 'recipe'>[]): boolean {
  const made = read(renditions).map(({ size, recipe }) => `${size} ${recipe}`);
  const wanted = sizes.map(({ name, recipe }) => `${name} ${recipe}`);
  return wanted.some((size) => !made.includes(size)) || made.some((size) => !wanted.includes(size));
}

function read(renditions = '[]'): z.infer<typeof list> {
  try {
    return list.parse(JSON.parse(renditions));
  } catch {
    // New renditions replace whatever this is.
    return [];
  }
}
