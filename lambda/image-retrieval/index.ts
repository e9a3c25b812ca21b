import { DeleteImage } from './delete-image';
import { ImageLinks } from './image-links';
import { imageRoutes } from './routes';
import { ImageCatalog } from '../shared/catalog/image-catalog';
import { createS3 } from '../shared/clients';
import { readAllowedOrigins, readImageSettings, readSeconds, readText } from '../shared/config';
import { createDynamoDb } from '../shared/document-client';
import { serve } from '../shared/http/serve';
import { createTelemetry } from '../shared/telemetry';

const telemetry = createTelemetry('image-retrieval');
const s3 = createS3();
const catalog = new ImageCatalog(createDynamoDb(), readText('TABLE_NAME'));
const outputBucket = readText('OUTPUT_BUCKET');
const links = new ImageLinks({
  s3, outputBucket, settings: readImageSettings(), expiresInSeconds: readSeconds('URL_EXPIRY_SECONDS'), now: () => new Date(),
});
const deleteImage = new DeleteImage({ s3, catalog, inputBucket: readText('INPUT_BUCKET'), outputBucket });

export const handler = serve(imageRoutes({ catalog, links, deleteImage, telemetry }), { allowedOrigins: readAllowedOrigins(), telemetry });
