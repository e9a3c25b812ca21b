import { GrantUpload } from './grant-upload';
import { Metric } from '../../../src/contract/environment';
import { GrantQuota } from '../../data/grant-quota';
import { ImageCatalog } from '../../data/image-catalog';
import { newImageId } from '../../data/image-id';
import { createS3 } from '../../runtime/clients';
import { readAllowedOrigins, readCount, readImageSettings, readText } from '../../runtime/config';
import { createDynamoDb } from '../../runtime/document-client';
import { createTelemetry } from '../../runtime/telemetry';
import { serve } from '../http/serve';
import { uploadRequest } from '../schemas/images';

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
  newId: newImageId,
  now: () => new Date(),
});

export const handler = serve({
  'POST /upload': async (request, requestTelemetry) => {
    const { userId } = request.caller();
    const grant = await grantUpload.run(userId, request.body(uploadRequest));
    requestTelemetry.count(Metric.UPLOADS_GRANTED);
    requestTelemetry.about({ user_id: userId, image_id: grant.image_id }).info('upload granted');
    return { status: 201, body: grant };
  },
}, { allowedOrigins: readAllowedOrigins(), telemetry });
