import { GrantUpload } from './grant-upload';
import { uploadRoutes } from './routes';
import { GrantQuota } from '../shared/catalog/grant-quota';
import { ImageCatalog } from '../shared/catalog/image-catalog';
import { createS3 } from '../shared/clients';
import { readAllowedOrigins, readCount, readImageSettings, readText } from '../shared/config';
import { createDynamoDb } from '../shared/document-client';
import { serve } from '../shared/http/serve';
import { createImageIds } from '../shared/image-id';
import { createTelemetry } from '../shared/telemetry';

const telemetry = createTelemetry('upload-handler');
const dynamoDb = createDynamoDb();
const tableName = readText('TABLE_NAME');
const grantUpload = new GrantUpload({
  s3: createS3(),
  catalog: new ImageCatalog(dynamoDb, tableName),
  quota: new GrantQuota(dynamoDb, tableName),
  bucket: readText('INPUT_BUCKET'),
  encryptionKeyArn: readText('ENCRYPTION_KEY_ARN'),
  limits: {
    expiresInSeconds: readCount('URL_EXPIRY_SECONDS'),
    maxOpenGrants: readCount('MAX_OPEN_GRANTS'),
    maxGrantsPerMinute: readCount('MAX_GRANTS_PER_MINUTE'),
  },
  maxSize: readImageSettings().limits.maxFileSize,
  newId: createImageIds(),
  now: () => new Date(),
});

export const handler = serve(uploadRoutes(grantUpload), { allowedOrigins: readAllowedOrigins(), telemetry });
