import * as z from 'zod/mini';
import { ERASED_KINDS, ErasedKind } from '../../../src/contract/erasure';
import { IMAGE_FORMATS } from '../../../src/contract/image-settings';
import { IMAGE_STATUSES } from '../../../src/contract/statuses';

/**
 * Bodies of successful answers, for the documentation and the tests. Handlers import only the types, which keeps the
 * schemas out of the bundles.
 */
export const signedUp = z.strictObject({
  user_id: z.string(),
  confirmed: z.boolean(),
  delivery: z.optional(z.strictObject({ medium: z.string(), destination: z.string() })),
});
export type SignedUp = z.infer<typeof signedUp>;

export const notice = z.strictObject({ detail: z.string() });

export const refreshedTokens = z.strictObject({
  token_type: z.literal('Bearer'),
  id_token: z.string(),
  access_token: z.string(),
  expires_in: z.int().check(z.minimum(1)),
});
export type RefreshedTokens = z.infer<typeof refreshedTokens>;

export const tokens = z.extend(refreshedTokens, { refresh_token: z.string() });
export type Tokens = z.infer<typeof tokens>;

const imageId = z.uuid();
const time = z.iso.datetime();
const wholeNumber = z.int().check(z.minimum(0));
const pixels = z.int().check(z.minimum(1));

export const uploadGrant = z.strictObject({
  image_id: imageId,
  method: z.literal('PUT'),
  upload_url: z.url(),
  headers: z.record(z.string(), z.string()),
  form: z.strictObject({ url: z.url(), fields: z.record(z.string(), z.string()) }),
  expires_at: time,
  max_size: wholeNumber,
});
export type UploadGrant = z.infer<typeof uploadGrant>;

export const wireRendition = z.strictObject({
  size: z.string(),
  format: z.enum(IMAGE_FORMATS),
  width: pixels,
  height: pixels,
  bytes: wholeNumber,
});

export const imageRecord = z.strictObject({
  image_id: imageId,
  status: z.enum(IMAGE_STATUSES),
  filename: z.string(),
  content_type: z.string(),
  size: z.optional(wholeNumber),
  width: z.optional(pixels),
  height: z.optional(pixels),
  created_at: time,
  updated_at: time,
  reason: z.optional(z.string()),
  reason_detail: z.optional(z.string()),
  placeholder: z.optional(z.base64()),
  renditions: z.array(wireRendition),
});
export type ImageRecord = z.infer<typeof imageRecord>;

export const imageUrl = z.extend(wireRendition, { image_id: imageId, url: z.url(), expires_at: time });
export type ImageUrl = z.infer<typeof imageUrl>;

/** Answered until the rendition exists. */
export const unfinishedImage = z.strictObject({ image_id: imageId, status: z.enum(['pending', 'processing']) });

export const imagePage = z.strictObject({ items: z.array(imageRecord), next_cursor: z.optional(z.string()) });
export type ImagePage = z.infer<typeof imagePage>;

const erasedCounts = Object.fromEntries(ERASED_KINDS.map((kind) => [kind, wholeNumber])) as Record<ErasedKind, typeof wholeNumber>;

/** Progress of erasing a user. */
export const erasure = z.strictObject({
  user_id: z.string(),
  status: z.enum(['erasing', 'erased']),
  started_at: time,
  finished_at: z.optional(time),
  removed: z.strictObject(erasedCounts),
});
