import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

export interface UploadTerms {
  readonly bucket: string;
  readonly key: string;
  readonly contentType: string;
  /** ARN of the KMS key that S3 must encrypt with. */
  readonly encryptionKeyArn: string;
  /** Exact bytes, if the client declared them. */
  readonly size?: number;
  /** Maximum bytes, if the client did not declare a size. */
  readonly maxSize: number;
  /** SHA-256 in base64, if the client declared it. */
  readonly checksum?: string;
  readonly expiresInSeconds: number;
  readonly now: Date;
}

export interface SignedUpload {
  readonly url: string;
  /** All headers that the signature covers, except `Host`. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface SignedForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * A presigned PUT that S3 accepts only with these headers. They are signed as headers, because S3 does not check the body
 * against a length or a checksum in the query string.
 */
export async function signPut(s3: S3Client, terms: UploadTerms): Promise<SignedUpload> {
  const headers = headersOf(terms);
  const names = Object.keys(headers);
  const command = new PutObjectCommand({
    Bucket: terms.bucket,
    Key: terms.key,
    ContentType: terms.contentType,
    ContentLength: terms.size,
    ChecksumSHA256: terms.checksum,
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: terms.encryptionKeyArn,
  });
  const url = await getSignedUrl(s3, command, {
    expiresIn: terms.expiresInSeconds,
    signingDate: terms.now,
    signableHeaders: new Set(['host', ...names]),
    unhoistableHeaders: new Set(names),
  });
  return { url, headers };
}

/** The same upload as a browser form. Its policy names every field, so none can be changed or added. */
export async function signForm(s3: S3Client, terms: UploadTerms): Promise<SignedForm> {
  const { 'content-type': contentType, 'content-length': _length, ...amzHeaders } = headersOf(terms);
  return createPresignedPost(s3, {
    Bucket: terms.bucket,
    Key: terms.key,
    Fields: { 'Content-Type': contentType, ...amzHeaders },
    Conditions: [['content-length-range', 1, terms.size ?? terms.maxSize]],
    Expires: terms.expiresInSeconds,
  });
}

function headersOf({ contentType, encryptionKeyArn, size, checksum }: UploadTerms): Record<string, string> {
  return {
    'content-type': contentType,
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-aws-kms-key-id': encryptionKeyArn,
    ...(size !== undefined && { 'content-length': String(size) }),
    ...(checksum !== undefined && { 'x-amz-checksum-sha256': checksum }),
  };
}
