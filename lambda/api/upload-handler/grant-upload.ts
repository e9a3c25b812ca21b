import type { S3Client } from '@aws-sdk/client-s3';
import { refuseType } from './refuse-type';
import { signForm, signPut, UploadTerms } from './sign-upload';
import { uploadKey } from '../../../src/contract/object-keys';
import type { GrantLimits, GrantQuota, QuotaReached } from '../../data/grant-quota';
import type { ImageCatalog } from '../../data/image-catalog';
import { Problem } from '../http/problem';
import { secondsOfUrl } from '../http/session-expiry';
import { later, wholeSecond } from '../http/whole-second';
import type { UploadGrant } from '../schemas/answers';
import type { UploadRequest } from '../schemas/upload';

export interface GrantUploadOptions {
  readonly s3: S3Client;
  readonly catalog: Pick<ImageCatalog, 'createPending'>;
  readonly quota: Pick<GrantQuota, 'take'>;
  readonly bucket: string;
  readonly encryptionKeyArn: string;
  readonly limits: GrantLimits;
  /** Bytes of one upload at most. */
  readonly maxSize: number;
  readonly newId: () => string;
  readonly now: () => Date;
}

/** An upload that began in the grant's last second may take hours; its row outlives it. */
const KEEP_UNUSED_SECONDS = 24 * 60 * 60;

export class GrantUpload {
  constructor(private readonly options: GrantUploadOptions) {}

  /**
   * A grant whose row cannot be written after it was counted stays counted until it would have expired.
   *
   * @throws Problem `unsupported-type`, `file-too-large`, `unauthorized`, `too-many-requests`
   */
  public async run(userId: string, request: UploadRequest): Promise<UploadGrant> {
    const { s3, catalog, bucket, encryptionKeyArn, maxSize, newId } = this.options;
    refuseType(request.content_type);
    refuseSize(request.size, maxSize);
    const imageId = newId();
    // Last of the checks: a request that is refused for itself costs nothing of the quota.
    await this.takeQuota(userId, imageId);
    const now = wholeSecond(this.options.now());
    const expiresInSeconds = await secondsOfUrl(s3, this.options.limits.expiresInSeconds, now);
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
    // Signing first: it asks nobody, and a row without a grant would be listed as pending for a day.
    const [put, form] = await Promise.all([signPut(s3, terms), signForm(s3, terms)]);
    await catalog.createPending({
      userId,
      imageId,
      filename: request.filename,
      contentType: request.content_type,
      size: request.size,
      createdAt: now,
      expiresAt: later(now, expiresInSeconds + KEEP_UNUSED_SECONDS),
    });
    return {
      image_id: imageId,
      method: 'PUT',
      upload_url: put.url,
      headers: put.headers,
      form,
      expires_at: later(now, expiresInSeconds).toISOString(),
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

function refuseSize(size: number | undefined, maxSize: number): void {
  if (size === undefined || size <= maxSize) return;
  throw new Problem('file-too-large', `The file should have at most ${maxSize} bytes, and this one has ${size}.`, { members: { max_size: maxSize } });
}

function tooManyGrants({ limit, retryAfterSeconds }: QuotaReached, { maxOpenGrants, maxGrantsPerMinute }: GrantLimits): Problem {
  const detail = {
    open: `You hold ${maxOpenGrants} upload grants that no upload has used yet, which is the most at a time. Use one, delete its image, or wait for one to expire.`,
    minute: `You were given ${maxGrantsPerMinute} upload grants within this minute, which is the most. Wait for the next one.`,
  };
  return new Problem('too-many-requests', detail[limit], { headers: { 'Retry-After': String(retryAfterSeconds) } });
}
