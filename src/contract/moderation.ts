import { AcceptedType } from './media-types';

/** Grows when a field of the request is removed or changes its meaning; fields may be added any time. */
export const MODERATION_VERSION = '1';

/** What a function of `Moderation.function()` is called with. */
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
    /** Of the bytes that the renditions are made of, hex: an original may be overwritten while its grant lasts. */
    readonly sha256: string;
  };
  /** JPEG files of the decoded picture, upright, within 1024 pixels a side. Of an animation, up to five of its frames. */
  readonly pictures: {
    readonly bucket: string;
    readonly keys: readonly string[];
  };
  /** `#rrggbb`. */
  readonly dominant_color: string;
}

/** What it answers. Anything else is a fault, and so is an exception: the image is then not published. */
export type ModerationAnswer =
  | { readonly outcome: 'accepted' }
  /** `reason` is shown to the owner of the image: at most 100 characters of it. */
  | { readonly outcome: 'rejected'; readonly reason?: string };

/** In place of a reason that was not given. */
export const NO_REASON = 'unspecified';

/** Characters of a reason that the API answers. */
export const MAX_REASON = 100;
