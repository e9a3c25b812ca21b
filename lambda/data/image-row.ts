import * as z from 'zod/mini';
import { IMAGE_FORMATS } from '../../src/contract/image-settings';
import { MAX_REASON } from '../../src/contract/moderation';
import { IMAGE_STATUSES } from '../../src/contract/statuses';

/** Third-party text: truncated before the API returns it. */
function shortened(text: string): string {
  return [...text].slice(0, MAX_REASON).join('');
}

/** The attributes that the API reads; the others belong to the workflow. */
const row = z.object({
  user_id: z.string(),
  image_id: z.string(),
  status: z.enum(IMAGE_STATUSES),
  filename: z.string(),
  content_type: z.string(),
  size: z.optional(z.number()),
  width: z.optional(z.number()),
  height: z.optional(z.number()),
  created_at: z.string(),
  updated_at: z.string(),
  reason: z.optional(z.string()),
  reason_detail: z.optional(z.pipe(z.string(), z.transform(shortened))),
  placeholder: z.optional(z.string()),
  renditions: z.optional(z.string()),
});

const renditions = z.array(z.object({
  size: z.string(),
  format: z.enum(IMAGE_FORMATS),
  width: z.number(),
  height: z.number(),
  bytes: z.number(),
  key: z.string(),
}));

export type RowRendition = Readonly<z.infer<typeof renditions>[number]>;

export interface Image extends Omit<z.infer<typeof row>, 'renditions'> {
  readonly renditions: readonly RowRendition[];
}

/** @throws Error naming the image if its row is not what this system writes */
export function toImage(item: Readonly<Record<string, unknown>>): Image {
  const parsed = row.safeParse(item);
  const list = parsed.success ? renditions.safeParse(JSON.parse(parsed.data.renditions ?? '[]')) : undefined;
  if (!parsed.success || !list?.success) {
    throw new Error(`the row of image ${String(item.image_id)} is not what this system writes`);
  }
  return { ...parsed.data, renditions: list.data };
}
