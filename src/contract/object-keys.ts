/** Keys hold ids alone: a user's file name is metadata of the row. */
export const UPLOADS_PREFIX = 'uploads/';
export const IMAGES_PREFIX = 'images/';
export const WORK_PREFIX = 'work/';

/** In the bucket of renditions: the private key that signs CloudFront's URLs, put there by an operator. */
export const SIGNING_KEY = 'delivery/signing-key.pem';

export function uploadKey(userId: string, imageId: string): string {
  return `${UPLOADS_PREFIX}${userId}/${imageId}`;
}

/** `undefined` for a key that no grant of this system can have made. */
export function parseUploadKey(key: string): { userId: string; imageId: string } | undefined {
  const match = /^uploads\/([\w-]{1,128})\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(key);
  return match ? { userId: match[1], imageId: match[2] } : undefined;
}

/** All of a user's originals, renditions and working files are under these. */
export const uploadsOfUser = (userId: string): string => `${UPLOADS_PREFIX}${userId}/`;
export const imagesOfUser = (userId: string): string => `${IMAGES_PREFIX}${userId}/`;
export const workOfUser = (userId: string): string => `${WORK_PREFIX}${userId}/`;

/** Every rendition of one image, of any recipe, is under this prefix. */
export function renditionPrefix(userId: string, imageId: string): string {
  return `${IMAGES_PREFIX}${userId}/${imageId}/`;
}

export function renditionKey(userId: string, imageId: string, recipe: string, size: string, extension: string): string {
  return `${renditionPrefix(userId, imageId)}${recipe}/${size}.${extension}`;
}

/** Tag of a rendition that its row no longer names; a lifecycle rule removes it some days later. */
export const SUPERSEDED = { key: 'superseded', value: 'true' } as const;

/** Hand-over from resize to watermark; a lifecycle rule removes it after a day. */
export function workPrefix(userId: string, imageId: string): string {
  return `${WORK_PREFIX}${userId}/${imageId}/`;
}

/** JPEG file of a frame, which moderation looks at. */
export function moderationKey(userId: string, imageId: string, index: number): string {
  return `${workPrefix(userId, imageId)}moderation/${index}.jpg`;
}
