import * as z from 'zod/mini';
import { printable } from './text';
import { userId } from './users';
import { IMAGE_FORMATS } from '../../../src/contract/image-settings';
import { IMAGE_STATUSES } from '../../../src/contract/statuses';

/** Query strings of the image calls; their values are text. */
const ownerId = z.optional(userId);

export const imageQuery = z.strictObject({
  // Which sizes there are depends on the image; what no size can be called is refused before one is looked for.
  size: z.optional(z.string().check(...printable(0, 64, 'should be the name of a size'))),
  format: z.optional(z.enum(IMAGE_FORMATS)),
  redirect: z.optional(z.enum(['true', 'false'])),
  user_id: ownerId,
});
export type ImageQuery = z.infer<typeof imageQuery>;

export const DEFAULT_PAGE = 20;
export const MAX_PAGE = 100;

export const listQuery = z.strictObject({
  limit: z.optional(z.string().check(z.regex(/^(?:[1-9]\d?|100)$/, `should be a whole number from 1 to ${MAX_PAGE}`))),
  cursor: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{1,256}$/, 'should be the next_cursor of the page before'))),
  status: z.optional(z.enum(IMAGE_STATUSES)),
  user_id: ownerId,
});

export const deleteQuery = z.strictObject({ user_id: ownerId });
