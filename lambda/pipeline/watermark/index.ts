import { join } from 'node:path';
import { OverlayCache } from './overlay';
import { watermarkImage } from './watermark-image';
import { WatermarkRequest, WatermarkResult } from '../../../src/contract/workflow';
import { createS3 } from '../../runtime/clients';
import { readImageSettings, readText } from '../../runtime/config';
import { createTelemetry, logged } from '../../runtime/telemetry';
import { S3Objects } from '../imaging/objects';

const output = new S3Objects(createS3(), readText('OUTPUT_BUCKET'));
const settings = readImageSettings();
// The bundle's parent folder contains the fonts and the watermark's file.
const overlays = new OverlayCache(settings.watermark, join(__dirname, '..'));

/** Third task of the workflow: watermarks the sizes that take one, and encodes their final formats. */
export const handler = logged(createTelemetry('watermark'), (request: WatermarkRequest): Promise<WatermarkResult> =>
  watermarkImage(request, output, output, settings, overlays));
