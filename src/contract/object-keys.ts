/** Keys contain only ids; the file name is an attribute of the row. */
export const UPLOADS_PREFIX = 'uploads/';
export const IMAGES_PREFIX = 'images/';
export const WORK_PREFIX = 'work/';

/** In the output bucket: the private key for CloudFront URLs, which an operator uploads. */
export const SIGNING_KEY = 'delivery/signing-key.pem';

export function uploadKey(userId: string, imageId: string): string {
  return `${UPLOADS_PREFIX}${userId}/${imageId}`;
}

/** `undefined` for a key that is not an upload of this system. */
export function parseUploadKey(key: string): { userId: string; imageId: string } | undefined {
  const match = /^uploads\/([\w-]{1,128})\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(key);
  return match ? { userId: match[1], imageId: match[2] } : undefined;
}

/** Prefixes of a user's originals, renditions and working files. */
export const uploadsOfUser = (userId: string): string => `${UPLOADS_PREFIX}${userId}/`;
export const imagesOfUser = (userId: string): string => `${IMAGES_PREFIX}${userId}/`;
export const workOfUser = (userId: string): string => `${WORK_PREFIX}${userId}/`;

/** Prefix of all renditions of an image, of any recipe. */
export function renditionPrefix(userId: string, imageId: string): string {
  return `${IMAGES_PREFIX}${userId}/${imageId}/`;
}

export function renditionKey(userId: string, imageId: string, recipe: string, size: string, extension: string): string {
  return `${renditionPrefix(userId, imageId)}${recipe}/${size}.${extension}`;
}

/** Tag of a rendition that its row no longer references; a lifecycle rule deletes it after some days. */
export const SUPERSEDED = { key: 'superseded', value: 'true' } as const;

/** Files passed from resize to watermark; a lifecycle rule deletes them after a day. */
export function workPrefix(userId: string, imageId: string): string {
  return `${WORK_PREFIX}${userId}/${imageId}/`;
}

/** JPEG file of a frame for moderation. */
export function moderationKey(userId: string, imageId: string, index: number): string {
  return `${workPrefix(userId, imageId)}moderation/${index}.jpg`;
}
