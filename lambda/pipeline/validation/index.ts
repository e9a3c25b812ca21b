import { validateImage } from './validate-image';
import { ImageRequest, ValidationVerdict } from '../../../src/contract/workflow';
import { createS3 } from '../../runtime/clients';
import { readImageSettings, readText } from '../../runtime/config';
import { createTelemetry, logged } from '../../runtime/telemetry';
import { S3Objects } from '../imaging/objects';

const originals = new S3Objects(createS3(), readText('INPUT_BUCKET'));
const { limits } = readImageSettings();

/** First task of the workflow: decides whether an upload may be decoded. */
export const handler = logged(createTelemetry('validation'), ({ upload }: ImageRequest): Promise<ValidationVerdict> =>
  validateImage(upload, originals, limits));
