import type { S3Client } from '@aws-sdk/client-s3';
import { signForm, signPut, UploadTerms } from './sign-upload';
import { ACCEPTED_TYPES } from '../../../src/contract/media-types';
import { uploadKey } from '../../../src/contract/object-keys';
import type { GrantLimits, GrantQuota, QuotaReached } from '../../data/grant-quota';
import type { ImageCatalog } from '../../data/image-catalog';
import { addSeconds, presignedLife, wholeSecond } from '../http/expiry';
import { Problem } from '../http/problem';
import type { UploadGrant } from '../schemas/answers';
import type { UploadRequest } from '../schemas/images';

export interface GrantUploadOptions {
  readonly s3: S3Client;
  readonly catalog: Pick<ImageCatalog, 'createPending'>;
  readonly quota: Pick<GrantQuota, 'take'>;
  readonly bucket: string;
  readonly encryptionKeyArn: string;
  readonly limits: GrantLimits;
  /** Maximum bytes of one upload. */
  readonly maxSize: number;
  readonly newId: () => string;
  readonly now: () => Date;
}

/** An upload that starts in the grant's last second may take hours, so the row is kept longer. */
const KEEP_UNUSED_SECONDS = 24 * 60 * 60;

export class GrantUpload {
  constructor(private readonly options: GrantUploadOptions) {}

  /**
   * If the row cannot be written, the grant counts against the quota until it would have expired.
   *
   * @throws Problem `unsupported-type`, `file-too-large`, `unauthorized`, `too-many-requests`
   */
  public async run(userId: string, request: UploadRequest): Promise<UploadGrant> {
    const { s3, catalog, bucket, encryptionKeyArn, maxSize, newId } = this.options;
    requireAcceptedType(request.content_type);
    requireAllowedSize(request.size, maxSize);
    const imageId = newId();
    // The last check, so that an invalid request does not count against the quota.
    await this.takeQuota(userId, imageId);
    const now = wholeSecond(this.options.now());
    const expiresInSeconds = await presignedLife(s3, this.options.limits.expiresInSeconds, now);
    const terms: UploadTerms = {
      bucket,
      key: uploadKey(userId, imageId),
      contentType: request.content_type,
      encryptionKeyArn,
      size: request.size,
      maxSize,
      checksum: request.checksum_sha256,
      expiresInSeconds,
      now,
    };
    // Signing makes no request. It comes before the row, which without a grant would be listed as pending for a day.
    const [put, form] = await Promise.all([signPut(s3, terms), signForm(s3, terms)]);
    await catalog.createPending({
      userId,
      imageId,
      filename: request.filename,
      contentType: request.content_type,
      size: request.size,
      createdAt: now,
      expiresAt: addSeconds(now, expiresInSeconds + KEEP_UNUSED_SECONDS),
    });
    return {
      image_id: imageId,
      method: 'PUT',
      upload_url: put.url,
      headers: put.headers,
      form,
      expires_at: addSeconds(now, expiresInSeconds).toISOString(),
      max_size: maxSize,
    };
  }

  private async takeQuota(userId: string, imageId: string): Promise<void> {
    const { quota, limits } = this.options;
    const reached = await quota.take(userId, imageId, limits);
    if (reached === 'erased') throw new Problem('unauthorized', 'The account was erased.');
    if (reached) throw tooManyGrants(reached, limits);
  }
}

/** What to do about unsupported types that clients often send. */
const HINTS: ReadonlyArray<readonly [RegExp, string]> = [
  [/^image\/hei[cf]/, 'HEIC is not supported: convert the photo to JPEG first. Phones convert it automatically if the file input of the web '
    + 'page accepts "image/jpeg", or if the camera is set to "most compatible".'],
  [/^image\/(?:jpg|pjpeg)$/, 'The registered name of this type is image/jpeg.'],
  [/^image\/svg/, 'SVG is not supported because it can contain scripts: convert it to PNG first.'],
];

function requireAcceptedType(contentType: string): void {
  if (ACCEPTED_TYPES.some((type) => type === contentType)) return;
  const hint = HINTS.find(([pattern]) => pattern.test(contentType))?.[1];
  const detail = `content_type should be one of ${ACCEPTED_TYPES.join(', ')}.${hint ? ` ${hint}` : ''}`;
  throw new Problem('unsupported-type', detail, { members: { supported: ACCEPTED_TYPES } });
}

function requireAllowedSize(size: number | undefined, maxSize: number): void {
  if (size === undefined || size <= maxSize) return;
  throw new Problem('file-too-large', `The file should have at most ${maxSize} bytes, got ${size}.`, { members: { max_size: maxSize } });
}

function tooManyGrants({ limit, retryAfterSeconds }: QuotaReached, { maxOpenGrants, maxGrantsPerMinute }: GrantLimits): Problem {
  const detail = {
    open: `You have ${maxOpenGrants} unused upload grants, the maximum. Use one, delete its image, or wait for one to expire.`,
    minute: `You received ${maxGrantsPerMinute} upload grants within this minute, the maximum. Wait for the next minute.`,
  };
  return new Problem('too-many-requests', detail[limit], { headers: { 'Retry-After': String(retryAfterSeconds) } });
}
