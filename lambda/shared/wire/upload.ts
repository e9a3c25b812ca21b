import * as z from 'zod/mini';

/** Body of POST /upload. Its type and size are checked against the configuration by the handler, with codes of their own. */
export const uploadRequest = z.strictObject({
  filename: z.string().check(z.refine(isFilename, 'should be 1 to 255 characters long, without control characters')),
  content_type: z.string().check(z.trim(), z.toLowerCase(), z.minLength(1), z.maxLength(255)),
  size: z.optional(z.number().check(z.refine(isByteCount, 'should be a whole number of bytes, at least 1'))),
  checksum_sha256: z.optional(z.string().check(
    z.refine(isSha256, 'should be the SHA-256 of the file in base64: 44 characters, the last of them "="'),
  )),
});
export type UploadRequest = z.infer<typeof uploadRequest>;

/** Characters are counted as people count them roughly: a surrogate pair is one. A lone half would not survive UTF-8. */
function isFilename(name: string): boolean {
  const length = [...name].length;
  return length >= 1 && length <= 255 && !/[\p{Cc}\p{Cs}]/u.test(name);
}

function isByteCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}

/** Encodes back to the same text: 44 characters can also hold stray bits, which S3 refuses. */
function isSha256(text: string): boolean {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 32 && bytes.toString('base64') === text;
}

export interface UploadGrant {
  readonly image_id: string;
  readonly method: 'PUT';
  readonly upload_url: string;
  /** Exactly what the PUT must carry, beside `Host`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The same grant as a form: every field, then the file as the last one, named `file`. */
  readonly form: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
  /** ISO 8601. */
  readonly expires_at: string;
  /** Bytes. */
  readonly max_size: number;
}
