import type { DeleteImage, StartErasure } from './deletions';
import type { ImageLinks } from './image-links';
import type { Image, ImageCatalog } from '../../data/image-catalog';
import { isImageId } from '../../data/image-id';
import { imageNotFound, invalidRequest, Problem } from '../http/problem';
import { ApiRequest, Caller, parseRequest } from '../http/request';
import type { Reply, Routes } from '../http/serve';
import type { ImagePage, ImageRecord } from '../schemas/answers';
import { DEFAULT_PAGE, deleteQuery, ImageQuery, imageQuery, listQuery, noQuery, userPath } from '../schemas/images';

export interface ImageRoutesOptions {
  readonly catalog: Pick<ImageCatalog, 'get' | 'list'>;
  readonly links: ImageLinks;
  readonly deleteImage: DeleteImage;
  readonly startErasure: StartErasure;
}

export function imageRoutes({ catalog, links, deleteImage, startErasure }: ImageRoutesOptions): Routes {
  return {
    'GET /image/{image_id}': async (request) => {
      const caller = request.caller();
      const query = request.query(imageQuery);
      requireSize(query);
      const image = await catalog.get(ownerOf(caller, query.user_id), imageIdOf(request));
      if (!image) throw imageNotFound();
      if (query.size === undefined) return { status: 200, body: toRecord(image) };
      return links.answer(image, { size: query.size, format: query.format, accept: request.header('accept'), redirect: query.redirect === 'true' });
    },
    'GET /images': async (request) => listImages(request, catalog),
    'DELETE /image/{image_id}': async (request, telemetry) => {
      const caller = request.caller();
      const owner = ownerOf(caller, request.query(deleteQuery).user_id);
      const imageId = imageIdOf(request);
      await deleteImage.run(owner, imageId);
      telemetry.info('image deleted', { user_id: owner });
      return { status: 204 };
    },
    'DELETE /user/{user_id}': async (request, telemetry) => {
      const { admin } = request.caller();
      if (!admin) throw new Problem('forbidden', 'Only members of the group "admins" may erase a user.');
      const erasure = await startErasure.run(userIdOf(request));
      telemetry.info(`user ${erasure.status}`, { user_id: erasure.user_id });
      return erasure.status === 'erased' ? { status: 200, body: erasure } : { status: 202, body: erasure, headers: { 'Retry-After': '2' } };
    },
  };
}

async function listImages(request: ApiRequest, catalog: Pick<ImageCatalog, 'list'>): Promise<Reply> {
  const caller = request.caller();
  const { limit, cursor, status, user_id } = request.query(listQuery);
  if (user_id !== undefined && user_id !== caller.userId && !caller.admin) {
    throw new Problem('forbidden', 'Only members of the group "admins" may list the images of another user.');
  }
  const { images, after } = await catalog.list({
    userId: user_id ?? caller.userId,
    limit: limit === undefined ? DEFAULT_PAGE : Number(limit),
    status,
    after: cursor === undefined ? undefined : decodeCursor(cursor),
  });
  const page: ImagePage = { items: images.map(toRecord), ...(after !== undefined && { next_cursor: encodeCursor(after) }) };
  return { status: 200, body: page };
}

/** Leaves out the owner and the object keys, which are internal. */
function toRecord({ user_id: _owner, renditions: list, ...image }: Image): ImageRecord {
  return { ...image, renditions: list.map(({ key: _key, ...rendition }) => rendition) };
}

/** @throws Problem `image-not-found` for another user's image, as for one that does not exist */
function ownerOf(caller: Caller, userId: string | undefined): string {
  if (userId !== undefined && userId !== caller.userId && !caller.admin) throw imageNotFound();
  return userId ?? caller.userId;
}

function imageIdOf(request: ApiRequest): string {
  const id = request.path('image_id');
  if (!isImageId(id)) throw imageNotFound();
  return id;
}

function userIdOf(request: ApiRequest): string {
  request.query(noQuery);
  return parseRequest(userPath, { user_id: request.path('user_id') }, 'query').user_id;
}

function requireSize({ size, format, redirect }: ImageQuery): void {
  if (size !== undefined || (format === undefined && redirect === undefined)) return;
  throw invalidRequest([{ field: 'size', message: 'is required with format and with redirect' }]);
}

/**
 * The last image of the previous page. Opaque to clients, so that the format can change. A forged cursor gives no
 * access: only the caller's claims decide whose images are listed.
 */
const VERSION = '1:';

export function encodeCursor(imageId: string): string {
  return Buffer.from(VERSION + imageId).toString('base64url');
}

/** @throws Problem `invalid-request` for anything that `encodeCursor` does not produce */
export function decodeCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const imageId = text.slice(VERSION.length);
  // The decoder ignores other alphabets, padding and stray bits; encoding again detects them.
  if (!text.startsWith(VERSION) || !isImageId(imageId) || encodeCursor(imageId) !== cursor) {
    throw invalidRequest([{ field: 'cursor', message: 'should be the next_cursor of the previous page' }]);
  }
  return imageId;
}
