/** Lifecycle of an image: grant issued, upload arrived, and one of three final statuses. */
export const IMAGE_STATUSES = ['pending', 'processing', 'ready', 'rejected', 'failed'] as const;
export type ImageStatus = (typeof IMAGE_STATUSES)[number];

/** A moderation rejected the image; `reason_detail` contains its reason. */
export const CONTENT_REFUSED = 'content-refused';

/** Why an upload was rejected: the file is invalid, and uploading it again does not help. */
export const REJECTION_REASONS = [
  'unsupported-type',
  'type-mismatch',
  'corrupt-image',
  'too-many-pixels',
  'too-many-frames',
  'file-too-large',
  'empty-file',
  CONTENT_REFUSED,
] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** Reason of a `failed` image: an error of the system, not the file; the image can be reprocessed. */
export const PROCESSING_FAILED = 'processing-failed';
