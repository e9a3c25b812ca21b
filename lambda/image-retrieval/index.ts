import { DeleteImage } from './delete-image';
import { ImageLinks } from './image-links';
import { imageRoutes } from './routes';
import { GrantQuota } from '../shared/catalog/grant-quota';
import { ImageCatalog } from '../shared/catalog/image-catalog';
import { createS3 } from '../shared/clients';
import { readAllowedOrigins, readCount, readImageSettings, readText } from '../shared/config';
import { createDynamoDb } from '../shared/document-client';
import { serve } from '../shared/http/serve';
import { createTelemetry } from '../shared/telemetry';

const telemetry = createTelemetry('image-retrieval');
const s3 = createS3();
const dynamoDb = createDynamoDb();
const tableName = readText('TABLE_NAME');
const catalog = new ImageCatalog(dynamoDb, tableName);
const outputBucket = readText('OUTPUT_BUCKET');
const links = new ImageLinks({
  s3, outputBucket, settings: readImageSettings(), expiresInSeconds: readCount('URL_EXPIRY_SECONDS'), now: () => new Date(),
});
const deleteImage = new DeleteImage({
  s3, catalog, quota: new GrantQuota(dynamoDb, tableName), inputBucket: readText('INPUT_BUCKET'), outputBucket,
});

export const handler = serve(imageRoutes({ catalog, links, deleteImage, telemetry }), { allowedOrigins: readAllowedOrigins(), telemetry });
