import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { benchFolder, imageAssets } from './folders';
import { handlerEnvironment } from './handler-environment';
import { ObjectServer } from './object-server';
import { Photograph } from './photographs';
import type { Calls, CallsReply } from './workers/handler';
import { IMAGE_FUNCTIONS } from '../src/contract/functions';
import { ResizedImage, UploadedImage } from '../src/contract/workflow';

export type PeakMemory = Readonly<Record<(typeof IMAGE_FUNCTIONS)[number], number>>;

/**
 * Peak resident memory of each image function, MB: the very bundles of assets/, warm, `count` photographs one after the
 * other, with S3's client speaking to a server on this machine.
 */
export async function measureMemory(photographs: readonly Photograph[], count: number): Promise<PeakMemory> {
  const server = await ObjectServer.start();
  const worker = join(benchFolder, 'workers', 'handler.js');
  const options = { execArgv: [], env: handlerEnvironment(server.url) };
  const children = IMAGE_FUNCTIONS.map(name => fork(worker, [join(imageAssets, name, 'index.js')], options));
  const [validation, resize, watermark] = children;
  try {
    const uploads = await Promise.all(photographs.map((photograph, at) => store(photograph, at, server)));
    const requests = uploads.map(upload => ({ upload }));
    const { results } = await call(resize, { events: requests, count: requests.length });
    const tasks = (results as ResizedImage[]).flatMap(({ watermark_tasks }, at) =>
      watermark_tasks.map(task => ({ upload: uploads[at], task })));
    if (tasks.length === 0) throw new Error(`the resize function should hand sizes over, got ${JSON.stringify(results)}`);
    const [first, second, third] = await Promise.all([
      call(validation, { events: requests, count }), call(resize, { events: requests, count }), call(watermark, { events: tasks, count }),
    ]);
    return { validation: first.peakMb!, resize: second.peakMb!, watermark: third.peakMb! };
  } finally {
    for (const child of children) child.kill();
    server.stop();
  }
}

async function store({ path }: Photograph, at: number, server: ObjectServer): Promise<UploadedImage> {
  const bytes = await readFile(path);
  const key = `uploads/user/image-${at}`;
  server.put(`/input/${key}`, bytes, 'image/jpeg');
  return { user_id: 'user', image_id: `image-${at}`, key, size: bytes.length, etag: 'etag' };
}

async function call(child: ChildProcess, calls: Calls): Promise<CallsReply> {
  const ended = once(child, 'exit').then(([code, signal]) => ({ error: `the process ended with ${code ?? signal}` }));
  child.send(calls);
  const reply = await Promise.race([once(child, 'message').then(([message]) => message as CallsReply), ended]);
  if (reply.error) throw new Error(`a function failed on ${calls.count} photographs: ${reply.error}`);
  return reply;
}
