import * as z from 'zod/mini';
import { printable } from './text';

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
