import type { components } from './generated/api.js';

type Schemas = components['schemas'];

/**
 * Status of an image: `pending` (granted, not uploaded yet), `processing`, and finally `ready`, `rejected` (the file is at
 * fault) or `failed` (the system is).
 */
export type ImageStatus = Schemas['ImageStatus'];

/** `OpenEnded<'a'>` is completed to 'a' in an editor, and accepts values that a newer backend may add. */
export type OpenEnded<Known extends string> = Known | (string & {});

/** Why a file was rejected, such as `corrupt-image`, `type-mismatch` or `too-many-pixels`. */
export type RejectionReason = OpenEnded<Schemas['RejectionReason']>;

/** Format of a rendition: `webp`, `jpeg`, `png` or `avif`. */
export type ImageFormat = OpenEnded<Schemas['Rendition']['format']>;

/** One size of one image in one format. */
export interface Rendition {
  /** Name of the size, such as `thumbnail` or `medium`; the backend defines the sizes. */
  readonly size: string;
  readonly format: ImageFormat;
  /** Pixels, upright. */
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}

/** A rendition with its URL. */
export interface RenditionUrl extends Rendition {
  readonly imageId: string;
  /** Presigned: needs no `Authorization` and is valid until `expiresAt`. */
  readonly url: string;
  readonly expiresAt: Date;
}

/** The backend's record of an image. */
export interface ImageRecord {
  readonly imageId: string;
  readonly status: ImageStatus;
  /** As the upload named it: any Unicode text. */
  readonly filename: string;
  readonly contentType: string;
  /** Bytes of the original; absent until they are known. */
  readonly size?: number;
  /** Pixels of the original, upright; absent until the image is ready. */
  readonly width?: number;
  readonly height?: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Why the image was rejected or failed. */
  readonly reason?: RejectionReason;
  /** The moderation's explanation if the reason is `content-refused`. */
  readonly reasonDetail?: string;
  /** Base64 ThumbHash: a blurred preview in about 25 bytes, which `placeholderUrl()` turns into a picture. */
  readonly placeholder?: string;
  /** Empty until the image is ready. */
  readonly renditions: readonly Rendition[];
}

/** An image that is ready, with a URL for each rendition. */
export interface ReadyImage extends ImageRecord {
  readonly renditions: readonly RenditionUrl[];
}

/** Where the backend sent a code, for a message to the user. */
export interface CodeDelivery {
  /** For example `EMAIL`. */
  readonly medium: string;
  /** Masked, for example `a***@e***`. */
  readonly destination: string;
}

/** A new account. */
export interface SignUpResult {
  readonly userId: string;
  /** Whether the account can sign in without a code. */
  readonly confirmed: boolean;
  /** Absent if no code was needed. */
  readonly delivery?: CodeDelivery;
}

/** Options of every call. */
export interface CallOptions {
  /** Aborts the call, which then rejects with `AbortError`. @default none */
  readonly signal?: AbortSignal;
}

/** Options of every image call. */
export interface ImageCallOptions extends CallOptions {
  /** Owner of the image; only members of the group `admins` can set it. @default the signed-in user */
  readonly userId?: string;
}
