import { GrantUpload } from './grant-upload';
import { uploadRoutes } from './routes';
import { ImageCatalog } from '../shared/catalog/image-catalog';
import { createS3 } from '../shared/clients';
import { readAllowedOrigins, readImageSettings, readSeconds, readText } from '../shared/config';
import { createDynamoDb } from '../shared/document-client';
import { serve } from '../shared/http/serve';
import { createImageIds } from '../shared/image-id';
import { createTelemetry } from '../shared/telemetry';

const telemetry = createTelemetry('upload-handler');
const grantUpload = new GrantUpload({
  s3: createS3(),
  catalog: new ImageCatalog(createDynamoDb(), readText('TABLE_NAME')),
  bucket: readText('INPUT_BUCKET'),
  encryptionKeyArn: readText('ENCRYPTION_KEY_ARN'),
  expiresInSeconds: readSeconds('URL_EXPIRY_SECONDS'),
  maxSize: readImageSettings().limits.maxFileSize,
  newId: createImageIds(),
  now: () => new Date(),
});

export const handler = serve(uploadRoutes(grantUpload, telemetry), { allowedOrigins: readAllowedOrigins(), telemetry });
