import { ImageFormatName, MetadataField } from './image-settings';
import { AcceptedType } from './media-types';
import { Shape, TypeOf } from './shape';
import { RejectionReason } from './statuses';

const TEXT = { type: 'string' } as const;

/** Body of most of the queue's messages, and input of the workflow. */
export const UPLOADED_IMAGE = {
  type: 'object',
  fields: {
    user_id: TEXT,
    image_id: TEXT,
    /** Key in the input bucket. */
    key: TEXT,
    /** Bytes, as S3 reported them. */
    size: { type: 'integer', min: 0, max: Number.MAX_SAFE_INTEGER },
    etag: TEXT,
    /** ISO 8601, in whole seconds, from the event of S3; absent if the upload was found in another way. */
    uploaded_at: { ...TEXT, pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/, optional: true },
    /**
     * Absent for the event of S3. Distinguishes a retry of the same bytes from all earlier ones: its time, in seconds
     * since 1970. A count would start again for an image that failed and is processed once more.
     */
    attempt: { type: 'integer', min: 1, max: Number.MAX_SAFE_INTEGER, optional: true },
    /**
     * Present if the image is ready and stays ready whatever the outcome of this run: its renditions are replaced if the
     * row still has this `updated_at`.
     */
    replaces: { ...TEXT, optional: true },
  },
} as const satisfies Shape;
export interface UploadedImage extends TypeOf<typeof UPLOADED_IMAGE> {}

/** `order` of an input of the workflow that asks for something else than the processing of an upload. */
export const GIVE_UP = 'give-up';

/** Input of the workflow that marks a stuck image as failed and tells of it. */
export interface GivenUpImage {
  readonly order: typeof GIVE_UP;
  readonly user_id: string;
  readonly image_id: string;
  /** Key in the input bucket. */
  readonly key: string;
}

export const ANNOUNCE_DELETION = 'announce-deletion';

/** Input of the workflow that tells of a deleted image, and does nothing else. */
export interface DeletedImage {
  readonly order: typeof ANNOUNCE_DELETION;
  readonly user_id: string;
  readonly image_id: string;
}

export const TELL = 'tell';

/** Body of a queue's message, and input of the workflow, that sends an event which EventBridge did not take. */
export interface UntoldEvent {
  readonly order: typeof TELL;
  readonly user_id: string;
  readonly image_id: string;
  readonly event: {
    readonly detail_type: string;
    /** As it would have been sent. */
    readonly detail: Readonly<Record<string, unknown>>;
  };
}

export interface Rejection {
  readonly outcome: 'rejected';
  readonly reason: RejectionReason;
}

/** The original is gone: its image was deleted after its upload. Nobody's fault, and nothing to try again. */
export interface MissingOriginal {
  readonly outcome: 'missing';
}

export interface ValidatedImage {
  readonly outcome: 'accepted';
  readonly type: AcceptedType;
  /** Bytes of the original. */
  readonly size: number;
  /** As stored in the file, before EXIF orientation is applied. */
  readonly width: number;
  readonly height: number;
  readonly frames: number;
}

/** Payload of the validation function. */
export interface ValidationRequest {
  readonly upload: UploadedImage;
}
export type ValidationVerdict = ValidatedImage | Rejection | MissingOriginal;

/** Payload of the resize function. */
export interface ResizeRequest {
  readonly upload: UploadedImage;
}

export interface Rendition {
  readonly size: string;
  readonly format: ImageFormatName;
  /** Pixels, as displayed. */
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  /** Key in the output bucket. */
  readonly key: string;
  /** 8 hex digits: of the settings that it was made with. */
  readonly recipe: string;
}

/** What a working file of pixels does not say itself. */
export interface HandOverPixels {
  /** Of one frame. */
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  /** With zstd. */
  readonly compressed: boolean;
  /** Present where there is more than one frame. */
  readonly animation?: Animation;
}

export interface Animation {
  readonly frames: number;
  /** Milliseconds, one entry a frame. */
  readonly delay: readonly number[];
  /** Repetitions; 0 is for ever. */
  readonly loop: number;
}

/** One size handed from resize to watermark. */
export interface HandOver {
  readonly size: string;
  /** Key of the working file in the output bucket. */
  readonly key: string;
  /** Absent where the file is a JPEG. */
  readonly pixels?: HandOverPixels;
}

/** Texts of an original that its renditions keep. */
export type KeptMetadata = Readonly<Partial<Record<MetadataField, string>>>;

/** One watermark call: all sizes together, or one each where AVIF makes them slow. */
export interface WatermarkTask {
  readonly sizes: readonly HandOver[];
  /** Absent where nothing is kept. */
  readonly metadata?: KeptMetadata;
}

export interface ResizedImage {
  readonly outcome: 'accepted';
  readonly type: AcceptedType;
  /** Bytes of the original. */
  readonly size: number;
  /** Upright pixels of the original. */
  readonly width: number;
  readonly height: number;
  /** Of the original's bytes, hex. */
  readonly sha256: string;
  /** ThumbHash, base64. */
  readonly placeholder: string;
  /** `#rrggbb`. */
  readonly dominant_color: string;
  /** What made the pixels: names and versions of the libraries. */
  readonly pipeline: string;
  readonly renditions: readonly Rendition[];
  /** Keys in the output bucket: what moderation looks at. Absent where there is none. */
  readonly moderation_keys?: readonly string[];
  /** Empty where no size takes a watermark. */
  readonly watermark_tasks: readonly WatermarkTask[];
}
export type ResizeVerdict = ResizedImage | Rejection | MissingOriginal;

/** Payload of the watermark function. */
export interface WatermarkRequest {
  readonly upload: UploadedImage;
  readonly task: WatermarkTask;
}
export interface WatermarkResult {
  /** `missing` where a working file is gone: its image was deleted meanwhile. */
  readonly outcome: 'done' | 'missing';
  readonly renditions: readonly Rendition[];
}
