import type { S3Client } from '@aws-sdk/client-s3';

export interface Picture {
  /** In the bucket of renditions. */
  readonly key: string;
  readonly contentType: string;
  /** Name that a browser saves the picture under; any Unicode. */
  readonly filename: string;
}

export interface SignedUrl {
  readonly url: string;
  /** When the URL stops working, on the second. */
  readonly expiresAt: Date;
}

/** Makes URLs that open one picture each until they expire. */
export interface UrlSigner {
  sign(picture: Picture): Promise<SignedUrl>;
}

export interface UrlSignerOptions {
  readonly s3: S3Client;
  readonly bucket: string;
  /** Life of a URL. */
  readonly expiresInSeconds: number;
  readonly now: () => Date;
}
