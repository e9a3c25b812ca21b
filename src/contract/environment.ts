/** Environment variables of the handlers, written by the construct and read by `lambda/runtime/config.ts`. */
export const Env = {
  /** Value of the metrics' dimension: the system that the function belongs to. */
  SYSTEM: 'SYSTEM',
  /** Name of the DynamoDB table of images. */
  TABLE_NAME: 'TABLE_NAME',
  /** Name of the bucket that clients upload to. */
  INPUT_BUCKET: 'INPUT_BUCKET',
  /** What becomes of an upload without a row: `UnknownUploads`. */
  UNKNOWN_UPLOADS: 'UNKNOWN_UPLOADS',
  /** Name of the bucket of renditions and working files. */
  OUTPUT_BUCKET: 'OUTPUT_BUCKET',
  /** ARN of the KMS key that an upload must name. */
  ENCRYPTION_KEY_ARN: 'ENCRYPTION_KEY_ARN',
  /** URL of the queue between the S3 event handler and the orchestrator. */
  QUEUE_URL: 'QUEUE_URL',
  /** ARN of the workflow that the orchestrator starts. */
  STATE_MACHINE_ARN: 'STATE_MACHINE_ARN',
  /** ARN of the state machine that publishes events outside of the workflow, and ends images that are given up. */
  PUBLICATION_STATE_MACHINE_ARN: 'PUBLICATION_STATE_MACHINE_ARN',
  /** ARN of the state machine that erases a user. */
  ERASE_USER_STATE_MACHINE_ARN: 'ERASE_USER_STATE_MACHINE_ARN',
  /** URL of the queue of messages that the orchestrator failed at. */
  DEAD_LETTER_QUEUE_URL: 'DEAD_LETTER_QUEUE_URL',
  /** URL of the queue of events that could not be put into the queue. */
  EVENT_DEAD_LETTER_QUEUE_URL: 'EVENT_DEAD_LETTER_QUEUE_URL',
  /** Id of the user pool client that sign-up and sign-in go through. */
  USER_POOL_CLIENT_ID: 'USER_POOL_CLIENT_ID',
  /** JSON of `PasswordPolicy`; `{}` where the pool is not the construct's own, and its rules are not known. */
  PASSWORD_POLICY: 'PASSWORD_POLICY',
  /** Life of upload and download URLs, in whole seconds. */
  URL_EXPIRY_SECONDS: 'URL_EXPIRY_SECONDS',
  /** JSON of `DeliverySettings`. */
  DELIVERY: 'DELIVERY',
  /** Upload grants that one user may get in one minute. */
  MAX_GRANTS_PER_MINUTE: 'MAX_GRANTS_PER_MINUTE',
  /** Upload grants that one user may hold at a time. */
  MAX_OPEN_GRANTS: 'MAX_OPEN_GRANTS',
  /** Age from which on the sweeper looks at an unfinished image, in whole seconds. */
  SWEEP_AFTER_SECONDS: 'SWEEP_AFTER_SECONDS',
  /** Time from one sweep to the next, in whole seconds. */
  SWEEP_EVERY_SECONDS: 'SWEEP_EVERY_SECONDS',
  /** JSON array of the web origins that may call the API; `["*"]` for any. */
  ALLOWED_ORIGINS: 'ALLOWED_ORIGINS',
  /** JSON of `ImageSettings`. */
  IMAGE_SETTINGS: 'IMAGE_SETTINGS',
} as const;

/**
 * An upload without a row came for an image that was deleted, so it is removed, and an original without one is reported. In a
 * bucket that was brought along either may as well be another system's, so it is left alone.
 */
export const UnknownUploads = { REMOVE: 'remove', KEEP: 'keep' } as const;
export type UnknownUploads = (typeof UnknownUploads)[keyof typeof UnknownUploads];

/** Namespace of the custom CloudWatch metrics. */
export const METRIC_NAMESPACE = 'ImageManagementSystem';

/** Custom metrics, counts but where a unit ends the name, with `SYSTEM_DIMENSION` as their only dimension. */
export const Metric = {
  UPLOADS_GRANTED: 'UploadsGranted',
  UPLOADS_RECEIVED: 'UploadsReceived',
  UPLOADS_IGNORED: 'UploadsIgnored',
  /** Their image was deleted or rejected before they arrived. */
  UPLOADS_REMOVED: 'UploadsRemoved',
  IMAGES_STARTED: 'ImagesStarted',
  /** From the upload, whose time S3 tells in whole seconds, to the start of its workflow. */
  START_DELAY: 'StartDelayMilliseconds',
  /** Codes that Cognito could not send: its daily limit, or a sender that does not work. */
  MAILS_REFUSED: 'MailsRefused',
  /** Sent to the queue again by the sweeper. */
  UPLOADS_RESENT: 'UploadsResent',
  /** Grants without an upload whose row the sweeper removed. */
  GRANTS_REMOVED: 'GrantsRemoved',
  /** Stuck images that the sweeper had marked as failed. */
  IMAGES_GIVEN_UP: 'ImagesGivenUp',
  /** Found by the sweeper in its round through the originals. */
  ORIGINALS_WITHOUT_ROW: 'OriginalsWithoutRow',
  /** The workflow counts these four itself. */
  IMAGES_READY: 'ImagesReady',
  IMAGES_REJECTED: 'ImagesRejected',
  IMAGES_FAILED: 'ImagesFailed',
  IMAGES_DELETED: 'ImagesDeleted',
  /** Ready images whose renditions the workflow replaced, and those that it left as they were; counted like the four above. */
  IMAGES_REPROCESSED: 'ImagesReprocessed',
  REPROCESSINGS_FAILED: 'ReprocessingsFailed',
} as const;

/** Tells the systems of one account apart. */
export const SYSTEM_DIMENSION = 'System';
