/** Life of an image: a grant was issued, its bytes arrived, and one of three ends. */
export const IMAGE_STATUSES = ['pending', 'processing', 'ready', 'rejected', 'failed'] as const;
export type ImageStatus = (typeof IMAGE_STATUSES)[number];

/** Reason of an image that a moderation refused; its own words are beside it. */
export const CONTENT_REFUSED = 'content-refused';

/** Why an upload was refused: the sender's file is at fault, sending it again changes nothing. */
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

/** Reason of a `failed` image: a fault of the system, not of the file; it can be processed again. */
export const PROCESSING_FAILED = 'processing-failed';
