import { AcceptedType } from './media-types';

/** Incremented when a field of the request is removed or changes its meaning; new fields do not count. */
export const MODERATION_VERSION = '1';

/** Request to a function of `Moderation.function()`. */
export interface ModerationRequest {
  readonly version: typeof MODERATION_VERSION;
  /** Owner: the Cognito `sub`. */
  readonly user_id: string;
  readonly image_id: string;
  readonly original: {
    readonly bucket: string;
    readonly key: string;
    /** Bytes. */
    readonly size: number;
    readonly content_type: AcceptedType;
    /** Upright pixels. */
    readonly width: number;
    readonly height: number;
    /** Hex hash of the processed bytes: an original may be overwritten until its grant expires. */
    readonly sha256: string;
  };
  /** JPEG files of the decoded image, upright, at most 1024 pixels a side. For an animation, up to five frames. */
  readonly pictures: {
    readonly bucket: string;
    readonly keys: readonly string[];
  };
  /** `#rrggbb`. */
  readonly dominant_color: string;
}

/** Its response. Any other response or an exception counts as a failure, and the image is not published. */
export type ModerationAnswer =
  | { readonly outcome: 'accepted' }
  /** Up to 100 characters of `reason` are shown to the owner of the image. */
  | { readonly outcome: 'rejected'; readonly reason?: string };

/** Used if no reason is given. */
export const NO_REASON = 'unspecified';

/** Characters of a reason that the API returns. */
export const MAX_REASON = 100;
