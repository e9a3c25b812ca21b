import * as z from 'zod/mini';
import { IMAGE_FORMATS, ImageFormatName } from '../../../src/contract/image-settings';
import { IMAGE_STATUSES, ImageStatus } from '../../../src/contract/statuses';

/** Query strings of the image calls; their values are text. */
const userId = z.optional(z.string().check(z.regex(/^[\w-]{1,128}$/, 'should be a user_id')));

export const imageQuery = z.strictObject({
  size: z.optional(z.string()),
  format: z.optional(z.enum(IMAGE_FORMATS)),
  redirect: z.optional(z.enum(['true', 'false'])),
  user_id: userId,
});
export type ImageQuery = z.infer<typeof imageQuery>;

export const DEFAULT_PAGE = 20;
export const MAX_PAGE = 100;

export const listQuery = z.strictObject({
  limit: z.optional(z.string().check(z.regex(/^(?:[1-9]\d?|100)$/, `should be a whole number from 1 to ${MAX_PAGE}`))),
  cursor: z.optional(z.string()),
  status: z.optional(z.enum(IMAGE_STATUSES)),
  user_id: userId,
});

export const deleteQuery = z.strictObject({ user_id: userId });

export interface WireRendition {
  readonly size: string;
  readonly format: ImageFormatName;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}

export interface ImageRecord {
  readonly image_id: string;
  readonly status: ImageStatus;
  readonly filename: string;
  readonly content_type: string;
  /** Bytes; absent while nobody has told it. */
  readonly size?: number;
  /** Upright pixels of the original; absent until the image is ready. */
  readonly width?: number;
  readonly height?: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly reason?: string;
  /** ThumbHash, base64. */
  readonly placeholder?: string;
  readonly renditions: readonly WireRendition[];
}

export interface ImageUrl extends WireRendition {
  readonly image_id: string;
  readonly url: string;
  readonly expires_at: string;
}

export interface ImagePage {
  readonly items: readonly ImageRecord[];
  readonly next_cursor?: string;
}
