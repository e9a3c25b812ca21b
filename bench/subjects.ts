import { fontFile } from './folders';
import { Photograph } from './photographs';
import { PillowProcess } from './pillow';
import { FORMATS, FormatsName, settingsFor } from './settings';
import { WorkerProcess } from './worker-process';
import type { StoredFile } from './workers/serve-jobs';
import { ImageSettings } from '../src/contract/image-settings';
import { ResizedImage, UploadedImage, ValidatedImage, WatermarkResult } from '../src/contract/workflow';

/** Processor time of one photograph, ms: all of it, and its parts by name. */
export interface Cost {
  readonly total: number;
  readonly parts?: Readonly<Record<string, number>>;
}

/** A subject of measurement. */
export interface Subject {
  readonly name: string;
  measure(photograph: Photograph): Promise<Cost>;
}

const UPLOAD: UploadedImage = {
  user_id: 'user', image_id: '0198c0de-0000-7000-8000-000000000001', key: 'uploads/user/0198c0de-0000-7000-8000-000000000001', size: 1, etag: 'etag',
};

/** The child processes behind the subjects. */
export interface Stages {
  readonly validation: WorkerProcess;
  readonly resize: WorkerProcess;
  readonly watermark: WorkerProcess;
  readonly fused: WorkerProcess;
  readonly naive: WorkerProcess;
}

export async function startStages(scratch: string): Promise<Stages> {
  const start = (bundle: string) => WorkerProcess.start(bundle, scratch);
  return {
    validation: await start('functions'),
    resize: await start('functions'),
    watermark: await start('functions'),
    fused: await start('functions'),
    naive: await start('naive'),
  };
}

export function stopStages(stages: Stages): void {
  for (const stage of Object.values(stages) as WorkerProcess[]) stage.stop();
}

export function subjectsOf(stages: Stages, pillow: PillowProcess | undefined): Subject[] {
  const settings = (formats: FormatsName, watermark = true) => settingsFor(FORMATS[formats], watermark);
  const formats = Object.keys(FORMATS) as FormatsName[];
  return [
    ...formats.flatMap(name => [pipeline(stages, `pipeline ${name}`, settings(name)), fused(stages, `fused ${name}`, settings(name))]),
    pipeline(stages, 'pipeline plain', settings('jpeg', false)),
    fused(stages, 'fused plain', settings('jpeg', false)),
    naive(stages, 'naive'),
    naive(stages, 'naiveRawValidation'),
    resizeOf(stages, 'resize without profile', ({ path }) => path, settings('jpeg')),
    resizeOf(stages, 'resize p3', ({ withProfile }) => withProfile, settings('jpeg')),
    ...(pillow ? [{ name: 'pillow', measure: async ({ path }: Photograph) => ({ total: await pillow.measure(path) }) }] : []),
  ];
}

/** The three functions as the workflow calls them, each in its own process. */
function pipeline(stages: Stages, name: string, settings: ImageSettings): Subject {
  return {
    name,
    measure: async ({ path }) => {
      const original = [originalAt(path)];
      const validation = await stages.validation.run<ValidatedImage>('validation', original, { upload: UPLOAD, settings });
      requireAccepted(validation.result, path);
      const resize = await stages.resize.run<ResizedImage>('resize', original, { upload: UPLOAD, settings });
      requireAccepted(resize.result, path);
      let watermark = 0;
      for (const task of resize.result.watermark_tasks) {
        const argument = { upload: UPLOAD, task, settings, fontFile };
        const files = resize.written.filter(({ key }) => task.sizes.some(handOver => handOver.key === key));
        watermark += (await stages.watermark.run<WatermarkResult>('watermark', files, argument)).cpuMs;
      }
      const parts = { validation: validation.cpuMs, resize: resize.cpuMs, watermark };
      return { total: parts.validation + parts.resize + parts.watermark, parts };
    },
  };
}

function fused({ fused: stage }: Stages, name: string, settings: ImageSettings): Subject {
  const argument = { upload: UPLOAD, settings, fontFile };
  return { name, measure: async ({ path }) => ({ total: (await stage.run('fused', [originalAt(path)], argument)).cpuMs }) };
}

function naive({ naive: stage }: Stages, name: string): Subject {
  return { name, measure: async ({ path }) => ({ total: (await stage.run(name, [originalAt(path)], { upload: UPLOAD })).cpuMs }) };
}

/** Only the resize function. Photographs without such a twin cost nothing and are left out of the ratio. */
function resizeOf(
  { resize }: Stages,
  name: string,
  pathOf: (photograph: Photograph) => string | undefined,
  settings: ImageSettings,
): Subject {
  return {
    name,
    measure: async photograph => {
      const path = photograph.withProfile && pathOf(photograph);
      return { total: path ? (await resize.run('resize', [originalAt(path)], { upload: UPLOAD, settings })).cpuMs : NaN };
    },
  };
}

function originalAt(path: string): StoredFile {
  return { key: UPLOAD.key, path, type: 'image/jpeg' };
}

function requireAccepted(verdict: { readonly outcome: string; readonly reason?: string }, path: string): void {
  if (verdict.outcome !== 'accepted') throw new Error(`${path} should be accepted by the pipeline, and was rejected: ${verdict.reason}`);
}
