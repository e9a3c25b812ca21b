import { CallDescriptions, described } from './call';
import { imagePage, imageRecord, imageUrl, unfinishedImage, uploadGrant, wireRendition } from '../../../lambda/api/schemas/answers';
import { DEFAULT_PAGE, deleteQuery, imageQuery, listQuery, MAX_PAGE, uploadRequest } from '../../../lambda/api/schemas/images';
import { ACCEPTED_TYPES } from '../../../src/contract/media-types';
import { PROCESSING_FAILED, REJECTION_REASONS } from '../../../src/contract/statuses';

const quoted = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ');

const IMAGE_ID = 'id of the image, a UUID';
const USER_ID = 'the owner, for [administrators](#administrators); the caller by default';
const WITH_SIZE = 'only with `size`: ';

const renditionFields = {
  size: 'name of the size',
  format: 'file format',
  width: 'pixels',
  height: 'pixels',
  bytes: 'size of the file',
};

/** Nested in other schemas. */
export const RENDITION = described('Rendition', wireRendition, renditionFields);

const ImageRecord = described('ImageRecord', imageRecord, {
  image_id: IMAGE_ID,
  status: '`pending` (granted), `processing`, `ready`, `rejected` (the file is at fault) or `failed` (the system is at fault)',
  filename: 'as sent with the upload request',
  content_type: 'as sent with the upload request',
  size: 'bytes of the original; absent until known',
  width: 'pixels of the original, upright; absent until the image is ready',
  height: 'pixels of the original, upright; absent until the image is ready',
  created_at: 'time of the grant',
  updated_at: 'time of the last status change, or of the last attempt to resume a stuck image',
  reason: `for a rejected image, ${quoted(REJECTION_REASONS)} (see [limits and rejections](#limits-and-rejections)); for a failed one, \`${PROCESSING_FAILED}\``,
  reason_detail: 'for an image rejected as `content-refused`: the reason from the moderation function, or the Amazon Rekognition label; at most 100 characters',
  placeholder: '[ThumbHash](https://evanw.github.io/thumbhash/), base64: a blurred preview; absent until the image is ready',
  renditions: 'empty until the image is ready',
});

const ImageUrl = described('ImageUrl', imageUrl, {
  image_id: IMAGE_ID,
  ...renditionFields,
  url: 'signed; works without a token',
  expires_at: 'when `url` expires',
});

export const IMAGE_CALLS: CallDescriptions = {
  'POST /upload': {
    operationId: 'grantUpload',
    summary: 'grants an upload',
    body: described('UploadRequest', uploadRequest, {
      filename: '1 to 255 Unicode characters, no control characters; stored unchanged, used only for display and download',
      content_type: `${quoted(ACCEPTED_TYPES)}; trimmed and lower-cased`,
      size: 'exact size of the file in bytes, at least 1; S3 then rejects any other size',
      checksum_sha256: 'SHA-256 of the file, base64 (44 characters); S3 then rejects any other content',
    }),
    answers: [{
      status: 201,
      description: 'the grant; its image has the status `pending`',
      bodies: [described('UploadGrant', uploadGrant, {
        image_id: 'a UUID, version 7',
        method: 'HTTP method for `upload_url`, always `PUT`',
        upload_url: 'presigned URL for the file',
        headers: 'headers that the PUT must send',
        form: 'the same grant as a browser form: its target (`url`) and the fields before the file (`fields`)',
        expires_at: 'when the grant expires',
        max_size: 'maximum size of the file in bytes',
      })],
    }],
    problems: {
      'unauthorized': 'the id token is missing or invalid, or its account was erased',
      'file-too-large': '`size` is over the limit',
      'unsupported-type': '`content_type` is not supported',
      'too-many-requests': 'too many requests or grants in a short time',
    },
  },
  'GET /images': {
    operationId: 'listImages',
    summary: 'lists images',
    query: described('ListQuery', listQuery, {
      limit: `maximum images per page, 1 to ${MAX_PAGE}, default ${DEFAULT_PAGE}`,
      cursor: '`next_cursor` of the previous page',
      status: 'only images with this status',
      user_id: USER_ID,
    }),
    answers: [{
      status: 200,
      description: 'a page of records, newest first',
      bodies: [described('ImagePage', imagePage, { items: 'the records', next_cursor: '`cursor` of the next page; absent on the last page' })],
    }],
    problems: { forbidden: 'only administrators may list another user\'s images' },
  },
  'GET /image/{image_id}': {
    operationId: 'getImage',
    summary: 'returns the record of an image, or the URL of one size',
    path: { image_id: IMAGE_ID },
    query: described('ImageQuery', imageQuery, {
      size: 'name of a size, such as `thumbnail`, `small`, `medium` or `large`: returns a URL instead of the record',
      format: `${WITH_SIZE}the format; by default \`Accept\` decides, with ties going to the first configured format`,
      redirect: `${WITH_SIZE}\`true\` redirects to the URL (302)`,
      user_id: USER_ID,
    }),
    answers: [
      { status: 200, description: 'the record; with `size`, the URL of that size', bodies: [ImageRecord, ImageUrl] },
      {
        status: 202,
        description: `${WITH_SIZE}the image is pending or processing`,
        bodies: [described('UnfinishedImage', unfinishedImage, { image_id: IMAGE_ID, status: 'status of the image' })],
        headers: { 'Retry-After': 'seconds to wait before retrying' },
      },
      { status: 302, description: 'with `redirect=true`: redirect to the URL', headers: { Location: 'the URL' } },
    ],
    problems: {
      'invalid-request': 'a parameter is wrong, or the image has no rendition in this format',
      'unknown-size': 'there is no such size',
      'image-not-found': 'no image has this id, or it belongs to another user',
      'processing-failed': `${WITH_SIZE}the image's status is \`failed\``,
      'image-rejected': `${WITH_SIZE}the image's status is \`rejected\``,
    },
  },
  'DELETE /image/{image_id}': {
    operationId: 'deleteImage',
    summary: 'deletes an image',
    path: { image_id: IMAGE_ID },
    query: described('DeleteQuery', deleteQuery, { user_id: USER_ID }),
    answers: [{ status: 204, description: 'the image is deleted; also answered if it did not exist' }],
    problems: { 'image-not-found': 'the id is malformed, or `user_id` names another user' },
  },
};
