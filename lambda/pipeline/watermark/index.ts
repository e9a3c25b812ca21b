import { join } from 'node:path';
import { MarkCache } from './mark-cache';
import { watermarkImage } from './watermark-image';
import { WatermarkRequest, WatermarkResult } from '../../../src/contract/workflow';
import { createS3 } from '../../runtime/clients';
import { readImageSettings, readText } from '../../runtime/config';
import { createTelemetry } from '../../runtime/telemetry';
import { logged } from '../imaging/logged';
import { S3Objects } from '../imaging/s3-objects';

const output = new S3Objects(createS3(), readText('OUTPUT_BUCKET'));
const settings = readImageSettings();
// Fonts and the watermark's file lie beside the folder of this bundle.
const marks = new MarkCache(settings.watermark, join(__dirname, '..'));

/** Third task of the workflow: draws the mark on the sizes that take it, and writes their final formats. */
export const handler = logged(createTelemetry('watermark'), (request: WatermarkRequest): Promise<WatermarkResult> =>
  watermarkImage(request, output, output, settings, marks));
