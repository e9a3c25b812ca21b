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

const WHOLE_BYTES = 'should be a whole number of bytes, at least 1';

/** Body of POST /upload. The handler checks type and size against the configuration, with separate problem codes. */
export const uploadRequest = z.strictObject({
  filename: z.string().check(...printable(1, 255, 'should be 1 to 255 characters long, without control characters')),
  content_type: z.string().check(z.trim(), z.toLowerCase(), ...printable(1, 255, 'should be a media type, such as image/jpeg')),
  size: z.optional(z.number().check(z.multipleOf(1, { error: WHOLE_BYTES, abort: true }), z.minimum(1, WHOLE_BYTES))),
  // Exactly 32 bytes: the last character before "=" has two unused bits, which S3 requires to be zero.
  checksum_sha256: z.optional(z.string().check(
    z.regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, 'should be the SHA-256 of the file in base64: 44 characters, ending in "="'),
  )),
});
export type UploadRequest = z.infer<typeof uploadRequest>;
