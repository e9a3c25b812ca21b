/** Life of an image: a grant was issued, its bytes arrived and are worked on, and one of three ends. */
export type ImageStatus = 'pending' | 'processing' | 'ready' | 'rejected' | 'failed';

/** `OpenEnded<'a'>` completes to 'a' in an editor and accepts what a newer server may add. */
export type OpenEnded<Known extends string> = Known | (string & {});

/** Why a file was refused. */
export type RejectionReason = OpenEnded<
  'unsupported-type' | 'type-mismatch' | 'corrupt-image' | 'too-many-pixels' | 'too-many-frames' | 'file-too-large' | 'empty-file'
  | 'content-refused'
>;

/** Format of a rendition. */
export type ImageFormat = OpenEnded<'webp' | 'jpeg' | 'png' | 'avif'>;

/** One size of one image in one format. */
export interface Rendition {
  /** Name of the size, such as `thumbnail` or `medium`: the backend's configuration decides. */
  readonly size: string;
  readonly format: ImageFormat;
  /** Pixels, as displayed. */
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}

/** A rendition with an address to fetch it from. */
export interface RenditionUrl extends Rendition {
  readonly imageId: string;
  /** Presigned: needs no `Authorization`, works until `expiresAt`. */
  readonly url: string;
  readonly expiresAt: Date;
}

/** What the backend knows of one image. */
export interface ImageRecord {
  readonly imageId: string;
  readonly status: ImageStatus;
  /** The name that the upload gave, any Unicode. */
  readonly filename: string;
  readonly contentType: string;
  /** Bytes of the original; absent until they arrived where the upload did not announce them. */
  readonly size?: number;
  /** Pixels of the original, upright; absent until the image is ready. */
  readonly width?: number;
  readonly height?: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Why the image was rejected or failed. */
  readonly reason?: RejectionReason;
  /** Of an image whose content was refused (`content-refused`): what the backend's moderation says of it. */
  readonly reasonDetail?: string;
  /** ThumbHash, base64: a blurred preview in about 25 bytes; `placeholderUrl()` makes a picture of it. */
  readonly placeholder?: string;
  /** Empty until the image is ready. */
  readonly renditions: readonly Rendition[];
}

/** An image whose renditions all exist, each with an address. */
export interface ReadyImage extends ImageRecord {
  readonly renditions: readonly RenditionUrl[];
}

/** Where a code was sent, for a message to the user. */
export interface CodeDelivery {
  /** Such as `EMAIL`. */
  readonly medium: string;
  /** Masked, such as `a***@e***`. */
  readonly destination: string;
}

/** A new account. */
export interface SignUpResult {
  readonly userId: string;
  /** Whether the account can sign in at once, without a code. */
  readonly confirmed: boolean;
  /** Absent where no code was needed. */
  readonly delivery?: CodeDelivery;
}

/** Options that every call takes. */
export interface CallOptions {
  /** Ends the call with an `AbortError`. @default none */
  readonly signal?: AbortSignal;
}

/** Options of calls on images. */
export interface ImageCallOptions extends CallOptions {
  /** Whose image; for members of the group `admins`. @default the signed-in user */
  readonly userId?: string;
}
