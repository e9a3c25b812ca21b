import { validateImage } from './validate-image';
import { ValidationRequest, ValidationVerdict } from '../../../src/contract/workflow';
import { createS3 } from '../../runtime/clients';
import { readImageSettings, readText } from '../../runtime/config';
import { createTelemetry } from '../../runtime/telemetry';
import { logged } from '../imaging/logged';
import { S3Objects } from '../imaging/s3-objects';

const originals = new S3Objects(createS3(), readText('INPUT_BUCKET'));
const { limits } = readImageSettings();

/** First task of the workflow: may this upload be decoded at all? */
export const handler = logged(createTelemetry('validation'), ({ upload }: ValidationRequest): Promise<ValidationVerdict> =>
  validateImage(upload, originals, limits));
