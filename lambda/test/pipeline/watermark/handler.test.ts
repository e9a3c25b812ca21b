import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { WatermarkRequest, WatermarkResult } from '../../../../src/contract/workflow';
import { packRaster, rasterOf } from '../../../pipeline/imaging/raster';
import { sharp } from '../../../pipeline/imaging/sharp-runtime';
import { pixelAt, pixelsOf } from '../imaging/support/pixels';
import { UPLOAD } from '../imaging/support/process-image';
import { body, ENVIRONMENT } from '../imaging/support/s3';
import { plain } from '../imaging/support/samples';

const s3 = mockClient(S3Client);
let handler: (request: WatermarkRequest) => Promise<WatermarkResult>;
// Named in the settings, relative to the folder above the handler's own.
const file = join(__dirname, '../imaging/support/watermark.png');

beforeAll(async () => {
  writeFileSync(file, await plain(20, 20, '#00ff00'));
  Object.assign(process.env, ENVIRONMENT);
  ({ handler } = jest.requireActual<{ handler: typeof handler }>('../../../pipeline/watermark/index'));
});
afterAll(() => rmSync(file));

test('reads the working file, draws the watermark from the bundle, and writes the final formats', async () => {
  const { bytes, pixels } = await packRaster(await rasterOf(sharp(await plain(40, 40, '#404040'))));
  s3.on(GetObjectCommand).resolves({ Body: body(bytes) });
  s3.on(PutObjectCommand).resolves({});
  const task = { sizes: [{ size: 'small', key: 'work/small.raster', pixels }] };
  const { outcome, renditions } = await handler({ upload: UPLOAD, task });
  expect(outcome).toBe('done');
  expect(renditions).toMatchObject([{ size: 'small', format: 'webp', width: 40, height: 40 }, { size: 'small', format: 'jpeg' }]);
  expect(s3.commandCalls(GetObjectCommand).map(call => call.args[0].input)).toEqual([{ Bucket: 'output', Key: 'work/small.raster' }]);
  const [webp] = s3.commandCalls(PutObjectCommand).map(call => call.args[0].input);
  expect(webp).toMatchObject({ Bucket: 'output', Key: renditions[0].key, ContentType: 'image/webp', CacheControl: 'private, max-age=31536000, immutable' });
  const shown = await pixelsOf(webp.Body as Buffer);
  expect(pixelAt(shown, 26, 26)[1]).toBeGreaterThan(200);
  expect(pixelAt(shown, 5, 5)[1]).toBeLessThan(80);
});
