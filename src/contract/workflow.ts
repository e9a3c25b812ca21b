import { Metric } from './environment';
import { DetailType } from './events';
import { ImageFormatName, MetadataField } from './image-settings';
import { AcceptedType } from './media-types';
import { Shape, TypeOf } from './shape';
import { RejectionReason } from './statuses';

type ImageMetric = (typeof Metric)[keyof typeof Metric];

const TEXT = { type: 'string' } as const;

/** Body of a message in the queue of uploads, and input of the workflow. */
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

/** Input of the workflow for a ready image: with the renditions that its row names now. */
export interface ReplacingUpload extends UploadedImage {
  readonly replaces: string;
  readonly replaced: readonly ReplacedRendition[];
}

export type ReplacedRendition = Pick<Rendition, 'key' | 'format'>;

/** What the sweeper passes to the publication state machine to give an image up: it is marked as failed. */
export interface GivenUpImage {
  readonly user_id: string;
  readonly image_id: string;
  /** Key in the input bucket. */
  readonly key: string;
  /** As a caught fault of the workflow. */
  readonly error: string;
}

/** An event of an image, to be published on the default event bus. */
export interface ImageEvent {
  readonly detail_type: (typeof DetailType)[keyof typeof DetailType];
  readonly detail: { readonly user_id: string; readonly image_id: string } & Readonly<Record<string, unknown>>;
}

/** An event and the metric that counts it. */
export interface Publication {
  readonly event: ImageEvent;
  readonly metric: ImageMetric;
}

/** Body of a message in the queue of uploads: an event that EventBridge did not accept, to be published later. */
export interface OutboxMessage {
  readonly outbox: Publication;
}

/** Input of the publication state machine: an image to end first, or what to publish. */
export type PublicationInput = GivenUpImage | { readonly recorded: Publication };

/** What the function that records outcomes answers, and the states after it read. */
export interface RecordedOutcome {
  /** Whether the execution ends as failed. */
  readonly failed: boolean;
  /** Absent if consumers get no event. */
  readonly event?: ImageEvent;
  /** Metric to count; present with an event, and if a ready image could not be processed again. */
  readonly metric?: ImageMetric;
  /** Renditions that the row no longer names. Absent if there are none. */
  readonly superseded?: readonly ReplacedRendition[];
}

/** State of an execution when it comes to its end: its input, and the result of each step that it reached. */
export interface WorkflowRun extends Pick<UploadedImage, 'user_id' | 'image_id' | 'key'>, Partial<Pick<ReplacingUpload, 'replaces' | 'replaced'>> {
  readonly validation?: ValidationVerdict;
  readonly resize?: ResizeVerdict;
  readonly watermark?: readonly WatermarkResult[];
  /** Answer of the last moderation that looked at the image. */
  readonly moderation?: unknown;
  /** Present if a step failed after its retries. */
  readonly error?: unknown;
  /** Present once the outcome is recorded. */
  readonly recorded?: RecordedOutcome;
}

/** Payload of the function that records outcomes. */
export interface RecordOutcomeRequest {
  readonly task: 'record' | 'supersede';
  /** Identifies the execution's own writes. */
  readonly execution_id: string;
  readonly run: WorkflowRun;
}

export interface Rejection {
  readonly outcome: 'rejected';
  readonly reason: RejectionReason;
}

/** The original is gone: its image was deleted after the upload. Not a fault, and nothing to retry. */
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

/** Payload of the validation and resize functions. */
export interface ImageRequest {
  readonly upload: UploadedImage;
}
export type ValidationVerdict = ValidatedImage | Rejection | MissingOriginal;

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

/** Describes a working file of raw pixels. */
export interface HandOverPixels {
  /** Of one frame. */
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  /** With zstd. */
  readonly compressed: boolean;
  /** Present if there is more than one frame. */
  readonly animation?: Animation;
}

export interface Animation {
  readonly frames: number;
  /** Milliseconds, one entry a frame. */
  readonly delay: readonly number[];
  /** Repetitions; 0 repeats forever. */
  readonly loop: number;
}

/** One size handed from resize to watermark. */
export interface HandOver {
  readonly size: string;
  /** Key of the working file in the output bucket. */
  readonly key: string;
  /** Absent if the file is a JPEG. */
  readonly pixels?: HandOverPixels;
}

/** Metadata of an original that its renditions keep. */
export type KeptMetadata = Readonly<Partial<Record<MetadataField, string>>>;

/** One call of the watermark function: all sizes together, or one each if AVIF makes them slow. */
export interface WatermarkTask {
  readonly sizes: readonly HandOver[];
  /** Absent if nothing is kept. */
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
  /** Names and versions of the libraries that made the pixels. */
  readonly pipeline: string;
  readonly renditions: readonly Rendition[];
  /** Keys in the output bucket of the files that moderation looks at. Absent without moderation. */
  readonly moderation_keys?: readonly string[];
  /** Empty if no size takes a watermark. */
  readonly watermark_tasks: readonly WatermarkTask[];
}
export type ResizeVerdict = ResizedImage | Rejection | MissingOriginal;

/** Payload of the watermark function. */
export interface WatermarkRequest {
  readonly upload: UploadedImage;
  readonly task: WatermarkTask;
}
export interface WatermarkResult {
  /** `missing` if a working file is gone: its image was deleted meanwhile. `failed` is set by the workflow after the retries. */
  readonly outcome: 'done' | 'missing' | 'failed';
  readonly renditions: readonly Rendition[];
}
