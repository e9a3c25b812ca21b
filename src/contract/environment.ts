/** Environment variables of the handlers, written by the construct and read by `lambda/runtime/config.ts`. */
export const Env = {
  /** Value of the metric dimension: the system of the function. */
  SYSTEM: 'SYSTEM',
  /** Name of the DynamoDB table of images. */
  TABLE_NAME: 'TABLE_NAME',
  /** Name of the bucket that clients upload to. */
  INPUT_BUCKET: 'INPUT_BUCKET',
  /** What to do with an upload without a row: `UnknownUploads`. */
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
  /** URL of the dead-letter queue of the orchestrator. */
  DEAD_LETTER_QUEUE_URL: 'DEAD_LETTER_QUEUE_URL',
  /** URL of the dead-letter queue of S3 events. */
  EVENT_DEAD_LETTER_QUEUE_URL: 'EVENT_DEAD_LETTER_QUEUE_URL',
  /** Id of the app client for sign-up and sign-in. */
  USER_POOL_CLIENT_ID: 'USER_POOL_CLIENT_ID',
  /** JSON of `PasswordPolicy`; `{}` for a supplied pool, whose rules are unknown. */
  PASSWORD_POLICY: 'PASSWORD_POLICY',
  /** Validity of upload and download URLs, in whole seconds. */
  URL_EXPIRY_SECONDS: 'URL_EXPIRY_SECONDS',
  /** JSON of `DeliverySettings`. */
  DELIVERY: 'DELIVERY',
  /** Upload grants per user and minute. */
  MAX_GRANTS_PER_MINUTE: 'MAX_GRANTS_PER_MINUTE',
  /** Open upload grants per user. */
  MAX_OPEN_GRANTS: 'MAX_OPEN_GRANTS',
  /** Time without progress after which an image counts as stuck, in whole seconds. */
  SWEEP_AFTER_SECONDS: 'SWEEP_AFTER_SECONDS',
  /** Interval between sweeps, in whole seconds. */
  SWEEP_EVERY_SECONDS: 'SWEEP_EVERY_SECONDS',
  /** JSON array of the web origins that may call the API; `["*"]` for any. */
  ALLOWED_ORIGINS: 'ALLOWED_ORIGINS',
  /** JSON of `ImageSettings`. */
  IMAGE_SETTINGS: 'IMAGE_SETTINGS',
} as const;

/**
 * An upload without a row belongs to a deleted image and is removed, and an original without a row is reported. In a
 * supplied bucket they may belong to another system, so they are ignored.
 */
export const UnknownUploads = { REMOVE: 'remove', KEEP: 'keep' } as const;
export type UnknownUploads = (typeof UnknownUploads)[keyof typeof UnknownUploads];

/** Namespace of the custom CloudWatch metrics. */
export const METRIC_NAMESPACE = 'ImageManagementSystem';

/** Custom metrics with the single dimension `SYSTEM_DIMENSION`; counts, unless the name ends with a unit. */
export const Metric = {
  UPLOADS_GRANTED: 'UploadsGranted',
  UPLOADS_RECEIVED: 'UploadsReceived',
  UPLOADS_IGNORED: 'UploadsIgnored',
  /** Uploads that arrived after their image was deleted or rejected. */
  UPLOADS_REMOVED: 'UploadsRemoved',
  IMAGES_STARTED: 'ImagesStarted',
  /** From the upload, which S3 reports in whole seconds, to the start of the workflow. */
  START_DELAY: 'StartDelayMilliseconds',
  /** Codes that Cognito could not send: daily limit reached, or broken sender. */
  MAILS_REFUSED: 'MailsRefused',
  /** Uploads that the sweeper requeued. */
  UPLOADS_RESENT: 'UploadsResent',
  /** Unused grants that the sweeper removed. */
  GRANTS_REMOVED: 'GrantsRemoved',
  /** Stuck images that the sweeper marked failed. */
  IMAGES_GIVEN_UP: 'ImagesGivenUp',
  /** Found by the daily scan of the sweeper. */
  ORIGINALS_WITHOUT_ROW: 'OriginalsWithoutRow',
  /** Written by the workflow, like the next three. */
  IMAGES_READY: 'ImagesReady',
  IMAGES_REJECTED: 'ImagesRejected',
  IMAGES_FAILED: 'ImagesFailed',
  IMAGES_DELETED: 'ImagesDeleted',
  /** Ready images whose renditions were replaced, and those that were kept; written by the workflow. */
  IMAGES_REPROCESSED: 'ImagesReprocessed',
  REPROCESSINGS_FAILED: 'ReprocessingsFailed',
} as const;

/** Distinguishes the systems of one account. */
export const SYSTEM_DIMENSION = 'System';
