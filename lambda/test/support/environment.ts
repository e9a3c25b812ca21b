import { SETTINGS } from './settings';

/** The environment of a function. Import this file before an index.ts, which reads its configuration while it loads. */
Object.assign(process.env, {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'session',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  SYSTEM: 'test',
  TABLE_NAME: 'images',
  INPUT_BUCKET: 'input',
  UNKNOWN_UPLOADS: 'remove',
  OUTPUT_BUCKET: 'output',
  ENCRYPTION_KEY_ARN: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd',
  QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/111122223333/uploads',
  DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/111122223333/dead-letters',
  EVENT_DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/111122223333/event-dead-letters',
  STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:111122223333:stateMachine:images',
  PUBLICATION_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:111122223333:stateMachine:publication',
  ERASE_USER_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:111122223333:stateMachine:erase-user',
  USER_POOL_CLIENT_ID: 'client',
  PASSWORD_POLICY: '{}',
  URL_EXPIRY_SECONDS: '300',
  DELIVERY: '{"kind":"s3"}',
  MAX_OPEN_GRANTS: '100',
  MAX_GRANTS_PER_MINUTE: '300',
  SWEEP_AFTER_SECONDS: '900',
  SWEEP_EVERY_SECONDS: '300',
  ALLOWED_ORIGINS: '["https://app.example.com"]',
  IMAGE_SETTINGS: JSON.stringify(SETTINGS),
});
delete process.env.AWS_ENDPOINT_URL;
delete process.env.AWS_ENDPOINT_URL_S3;
