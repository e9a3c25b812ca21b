import { FORMATS, settingsFor } from './settings';

/** The environment that the construct sets on the functions, with names of resources that do not exist. */
export function handlerEnvironment(endpoint = 'http://127.0.0.1:9'): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_ENDPOINT_URL: endpoint,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    SYSTEM: 'bench',
    MALLOC_ARENA_MAX: '1',
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
    USER_POOL_ID: 'eu-west-1_bench',
    USER_POOL_CLIENT_ID: 'client',
    PASSWORD_POLICY: '{}',
    URL_EXPIRY_SECONDS: '300',
    DELIVERY: '{"kind":"s3"}',
    SWEEP_AFTER_SECONDS: '900',
    SWEEP_EVERY_SECONDS: '300',
    MAX_OPEN_GRANTS: '100',
    MAX_GRANTS_PER_MINUTE: '300',
    ALLOWED_ORIGINS: '["https://app.example.com"]',
    // The default formats, which need more memory than JPEG.
    IMAGE_SETTINGS: JSON.stringify(settingsFor(FORMATS.webp, true)),
  };
}
