import { DeleteImage, StartErasure } from './deletions';
import { createUrlSigner } from './delivery/url-signer';
import { ImageLinks } from './image-links';
import { imageRoutes } from './routes';
import { ErasureRecords } from '../../data/erasure-record';
import { GrantQuota } from '../../data/grant-quota';
import { ImageCatalog } from '../../data/image-catalog';
import { createS3, createStepFunctions } from '../../runtime/clients';
import { readAllowedOrigins, readCount, readDelivery, readImageSettings, readText } from '../../runtime/config';
import { createDynamoDb } from '../../runtime/document-client';
import { createTelemetry } from '../../runtime/telemetry';
import { serve } from '../http/serve';

const telemetry = createTelemetry('image-retrieval');
const s3 = createS3();
const dynamoDb = createDynamoDb();
const tableName = readText('TABLE_NAME');
const catalog = new ImageCatalog(dynamoDb, tableName);
const outputBucket = readText('OUTPUT_BUCKET');
const urls = createUrlSigner(readDelivery(), {
  s3, bucket: outputBucket, expiresInSeconds: readCount('URL_EXPIRY_SECONDS'), now: () => new Date(),
});
const links = new ImageLinks({ urls, settings: readImageSettings() });
const deleteImage = new DeleteImage({
  s3, catalog, quota: new GrantQuota(dynamoDb, tableName), inputBucket: readText('INPUT_BUCKET'), outputBucket,
});
const startErasure = new StartErasure({
  records: new ErasureRecords(dynamoDb, tableName),
  stepFunctions: createStepFunctions(),
  stateMachineArn: readText('ERASE_USER_STATE_MACHINE_ARN'),
  now: () => new Date(),
});

const routes = imageRoutes({ catalog, links, deleteImage, startErasure });

export const handler = serve(routes, { allowedOrigins: readAllowedOrigins(), telemetry });
