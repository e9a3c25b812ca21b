import { resizeImage } from './resize-image';
import { ImageRequest, ResizeVerdict } from '../../../src/contract/workflow';
import { createS3 } from '../../runtime/clients';
import { readImageSettings, readText } from '../../runtime/config';
import { createTelemetry, logged } from '../../runtime/telemetry';
import { S3Objects } from '../imaging/objects';

const s3 = createS3();
const originals = new S3Objects(s3, readText('INPUT_BUCKET'));
const output = new S3Objects(s3, readText('OUTPUT_BUCKET'));
const settings = readImageSettings();

/** Second task of the workflow: makes every size of a validated image. */
export const handler = logged(createTelemetry('resize'), (request: ImageRequest): Promise<ResizeVerdict> =>
  resizeImage(request, originals, output, settings));
