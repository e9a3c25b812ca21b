import { dirname } from 'node:path';
import { fuse } from './fuse';
import { Job, serveJobs } from './serve-jobs';
import { resizeImage } from '../../lambda/pipeline/resize/resize-image';
import { validateImage } from '../../lambda/pipeline/validation/validate-image';
import { OverlayCache } from '../../lambda/pipeline/watermark/overlay';
import { watermarkImage } from '../../lambda/pipeline/watermark/watermark-image';
import { ImageSettings } from '../../src/contract/image-settings';
import { ImageRequest, WatermarkRequest } from '../../src/contract/workflow';

type With<T> = T & { readonly settings: ImageSettings; readonly fontFile: string };

const caches = new Map<string, OverlayCache>();

/** Kept between jobs, as a function keeps it between its calls. */
function marksFor({ watermark }: ImageSettings, fontFile: string): OverlayCache {
  const key = JSON.stringify(watermark ?? null);
  const marks = caches.get(key) ?? new OverlayCache(watermark, dirname(fontFile), fontFile);
  caches.set(key, marks);
  return marks;
}

const validation: Job = (objects, { upload, settings }: With<ImageRequest>) =>
  validateImage(upload, objects, settings.limits);

const resize: Job = (objects, { upload, settings }: With<ImageRequest>) =>
  resizeImage({ upload }, objects, objects, settings);

const watermark: Job = (objects, { upload, task, settings, fontFile }: With<WatermarkRequest>) =>
  watermarkImage({ upload, task }, objects, objects, settings, marksFor(settings, fontFile));

const fused: Job = async (objects, { upload, settings, fontFile }: With<ImageRequest>) =>
  fuse((await objects.get(upload.key)).bytes, settings, marksFor(settings, fontFile), objects);

serveJobs({ validation, resize, watermark, fused });
