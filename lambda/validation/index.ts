import { validateImage } from './validate-image';
import { ValidationRequest, ValidationVerdict } from '../../src/contract/workflow';
import { createS3 } from '../shared/clients';
import { readImageSettings, readText } from '../shared/config';
import { logged } from '../shared/imaging/logged';
import { S3Objects } from '../shared/imaging/s3-objects';
import { createTelemetry } from '../shared/telemetry';

const originals = new S3Objects(createS3(), readText('INPUT_BUCKET'));
const { limits } = readImageSettings();

/** First task of the workflow: may this upload be decoded at all? */
export const handler = logged(createTelemetry('validation'), ({ upload }: ValidationRequest): Promise<ValidationVerdict> =>
  validateImage(upload, originals, limits));
