import * as z from 'zod/mini';
import { printable } from './text';
import { IMAGE_FORMATS } from '../../../src/contract/image-settings';
import { IMAGE_STATUSES } from '../../../src/contract/statuses';

/** Query strings of the image calls, whose values are strings, and the path of the user call. */
const userId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,128}$/, 'should be a user_id'));
const ownerId = z.optional(userId);

export const userPath = z.strictObject({ user_id: userId });
export const noQuery = z.strictObject({});

export const imageQuery = z.strictObject({
  // The known sizes depend on the image; a name that no size can have is rejected before the image is read.
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
  cursor: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{1,256}$/, 'should be the next_cursor of the previous page'))),
  status: z.optional(z.enum(IMAGE_STATUSES)),
  user_id: ownerId,
});

export const deleteQuery = z.strictObject({ user_id: ownerId });
