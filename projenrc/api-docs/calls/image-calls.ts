import { CallDescriptions, described } from './call';
import { imagePage, imageRecord, imageUrl, unfinishedImage, uploadGrant, wireRendition } from '../../../lambda/api/schemas/answers';
import { DEFAULT_PAGE, deleteQuery, imageQuery, listQuery, MAX_PAGE } from '../../../lambda/api/schemas/images';
import { uploadRequest } from '../../../lambda/api/schemas/upload';
import { ACCEPTED_TYPES } from '../../../src/contract/media-types';
import { PROCESSING_FAILED, REJECTION_REASONS } from '../../../src/contract/statuses';

const quoted = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ');

const IMAGE_ID = 'of the grant: a UUID';
const USER_ID = 'the owner, for [administrators](#administrators); the caller by default';
const WITH_SIZE = 'with `size` only: ';

const renditionFields = {
  size: 'name of the size',
  format: 'file format',
  width: 'pixels',
  height: 'pixels',
  bytes: 'of the file',
};

/** A schema inside of others. */
export const RENDITION = described('Rendition', wireRendition, renditionFields);

const ImageRecord = described('ImageRecord', imageRecord, {
  image_id: IMAGE_ID,
  status: '`pending` (granted), `processing`, `ready`, `rejected` (the file is at fault) or `failed` (the system is)',
  filename: 'as the upload named it',
  content_type: 'as the upload named it',
  size: 'bytes of the original; absent until they are known',
  width: 'pixels of the original, upright; absent until the image is ready',
  height: 'pixels of the original, upright; absent until the image is ready',
  created_at: 'time of the grant',
  updated_at: 'time of the last change of status, or of the last try to take up an image that got stuck',
  reason: `of a rejected image, ${quoted(REJECTION_REASONS)} (see [limits and rejections](#limits-and-rejections)); of a failed one, \`${PROCESSING_FAILED}\``,
  reason_detail: 'of an image that was rejected as `content-refused`, what refused it says: the reason of a function, or a label of Amazon Rekognition; at most 100 characters',
  placeholder: '[ThumbHash](https://evanw.github.io/thumbhash/), base64: a blurred preview; absent until the image is ready',
  renditions: 'empty until the image is ready',
});

const ImageUrl = described('ImageUrl', imageUrl, {
  image_id: IMAGE_ID,
  ...renditionFields,
  url: 'needs no token',
  expires_at: 'when `url` ends',
});

export const IMAGE_CALLS: CallDescriptions = {
  'POST /upload': {
    operationId: 'grantUpload',
    summary: 'grants an upload',
    body: described('UploadRequest', uploadRequest, {
      filename: '1 to 255 Unicode characters, no control characters; kept as it is, used for nothing but display and download',
      content_type: `${quoted(ACCEPTED_TYPES)}; trimmed and lower-cased`,
      size: 'exact bytes of the file, at least 1; S3 then refuses any other length',
      checksum_sha256: 'SHA-256 of the file, base64 (44 characters); S3 then refuses any other content',
    }),
    answers: [{
      status: 201,
      means: 'the grant; its image has the status `pending`',
      bodies: [described('UploadGrant', uploadGrant, {
        image_id: 'a UUID, version 7',
        method: 'of the request to `upload_url`: always `PUT`',
        upload_url: 'where the file goes',
        headers: 'what the PUT has to carry, each of them',
        form: 'the same grant as a form: where it is posted to (`url`), and what it carries before the file (`fields`)',
        expires_at: 'when the grant ends',
        max_size: 'bytes that a file may have at most',
      })],
    }],
    problems: {
      'unauthorized': 'no valid id token came, or its account was erased',
      'file-too-large': '`size` is over the limit',
      'unsupported-type': '`content_type` is none of those that are accepted',
      'too-many-requests': 'too many requests or grants came within a short time',
    },
  },
  'GET /images': {
    operationId: 'listImages',
    summary: 'lists images',
    query: described('ListQuery', listQuery, {
      limit: `images of a page at most, 1 to ${MAX_PAGE}, default ${DEFAULT_PAGE}`,
      cursor: '`next_cursor` of the page before',
      status: 'only images of this status',
      user_id: USER_ID,
    }),
    answers: [{
      status: 200,
      means: 'a page of records, newest first',
      bodies: [described('ImagePage', imagePage, { items: 'the records', next_cursor: 'for the next page; absent on the last one' })],
    }],
    problems: { forbidden: 'another user\'s list, to a caller who is no administrator' },
  },
  'GET /image/{image_id}': {
    operationId: 'getImage',
    summary: 'the record of an image, or one size of it',
    path: { image_id: IMAGE_ID },
    query: described('ImageQuery', imageQuery, {
      size: 'name of a size, such as `thumbnail`, `small`, `medium` or `large`: answers a URL instead of the record',
      format: `${WITH_SIZE}the format; otherwise \`Accept\` decides, and where that leaves a choice the first configured format`,
      redirect: `${WITH_SIZE}\`true\` answers 302 to the URL`,
      user_id: USER_ID,
    }),
    answers: [
      { status: 200, means: 'the record; with `size`, the URL of that size', bodies: [ImageRecord, ImageUrl] },
      {
        status: 202,
        means: `${WITH_SIZE}the image is pending or processing`,
        bodies: [described('UnfinishedImage', unfinishedImage, { image_id: IMAGE_ID, status: 'of the image' })],
        headers: { 'Retry-After': 'seconds to wait before the next try' },
      },
      { status: 302, means: 'with `redirect=true`: go to the URL', headers: { Location: 'the URL' } },
    ],
    problems: {
      'invalid-request': 'a parameter is wrong, or the image was not made in this format',
      'unknown-size': 'there is no such size',
      'image-not-found': 'no image with this id, or another user\'s',
      'processing-failed': `${WITH_SIZE}the image's status is \`failed\``,
      'image-rejected': `${WITH_SIZE}the image's status is \`rejected\``,
    },
  },
  'DELETE /image/{image_id}': {
    operationId: 'deleteImage',
    summary: 'removes an image',
    path: { image_id: IMAGE_ID },
    query: described('DeleteQuery', deleteQuery, { user_id: USER_ID }),
    answers: [{ status: 204, means: 'nothing of the image is left, whether there was one or not' }],
    problems: { 'image-not-found': 'the id is none, or `user_id` names somebody else' },
  },
};
