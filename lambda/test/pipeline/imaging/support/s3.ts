import { Readable } from 'node:stream';
import { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { settingsOf, sizeOf } from './process-image';
import { ImageSettings } from '../../../../../src/contract/image-settings';

const SETTINGS: ImageSettings = settingsOf(
  [sizeOf('thumbnail', { width: 20 }), sizeOf('small', { width: 40, watermark: true })],
  ['webp', 'jpeg'],
  { kind: 'image', file: '../test/pipeline/imaging/support/watermark.png', sha256: 'ab', position: 'south-east', tile: false, opacity: 1, scale: 0.5, margin: 0.1 },
);

export const ENVIRONMENT = {
  SYSTEM: 'test',
  INPUT_BUCKET: 'input',
  OUTPUT_BUCKET: 'output',
  IMAGE_SETTINGS: JSON.stringify(SETTINGS),
  AWS_REGION: 'eu-west-1',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
};

/** A response body: only the parts that the code reads. */
export function body(bytes: Buffer): GetObjectCommandOutput['Body'] {
  return Readable.from([bytes]) as unknown as GetObjectCommandOutput['Body'];
}

/** An error as the SDK throws it. */
export function failure(name: string, status: number): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });
}
