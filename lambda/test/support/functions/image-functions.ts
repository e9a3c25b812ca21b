import { ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MemoryS3 } from './memory-s3';
import { IMAGE_FUNCTIONS, imageAssetFolder } from '../../../../src/contract/functions';
import { ImageSettings } from '../../../../src/contract/image-settings';
import { Rendition, ResizeVerdict, ValidationVerdict, WatermarkResult } from '../../../../src/contract/workflow';
import { settingsOf, sizeOf, TEXT_WATERMARK, UPLOAD } from '../../pipeline/imaging/support/process-image';

type Name = (typeof IMAGE_FUNCTIONS)[number];
const FOLDER = join(process.cwd(), 'assets', imageAssetFolder(process.arch === 'arm64' ? 'arm64' : 'x64'));
/** Of processor time, which other work on the machine does not lengthen: what no file may take more of. */
const MAX_CPU_MS = 10_000;
/** After this a function hangs. */
const TIMEOUT_MS = 60_000;

/** The construct's default sizes and formats, with a watermark, so that all three functions work. */
export const DEFAULT_SIZES: ImageSettings = settingsOf([
  sizeOf('thumbnail', { width: 150, height: 150, fit: 'cover' }),
  ...([['small', 480], ['medium', 1024], ['large', 1920]] as const).map(([name, width]) => sizeOf(name, { width, watermark: true })),
], ['webp', 'jpeg'], TEXT_WATERMARK);

export interface Cost {
  readonly cpuMilliseconds: number;
  readonly peakMegabytes: number;
}

export interface Processed {
  /** `ready`, or the reason of the rejection. */
  readonly end: string;
  readonly validation: ValidationVerdict;
  readonly resize?: ResizeVerdict;
  readonly renditions: readonly Rendition[];
  /** The worst of the functions. */
  readonly cpuMilliseconds: number;
  readonly peakMegabytes: number;
  readonly costs: Readonly<Partial<Record<Name, Cost>>>;
}

/**
 * The bundles that are deployed, each in a process with a function's environment, on a small S3. A function that ends,
 * throws or takes too long fails the test that called it, and is started anew for the next.
 */
export class ImageFunctions {
  private readonly running = new Map<Name, FunctionProcess>();
  private constructor(readonly s3: MemoryS3, private readonly settings: ImageSettings) {}

  static async start(settings: ImageSettings): Promise<ImageFunctions> {
    if (!existsSync(FOLDER)) throw new Error(`${FOLDER} should hold the bundled functions and does not exist: run "npm run build" first`);
    return new ImageFunctions(await MemoryS3.start(), settings);
  }

  async stop(): Promise<void> {
    for (const name of [...this.running.keys()]) this.end(name);
    await this.s3.stop();
  }

  /** Validation, resize and watermarks, as the workflow calls them. */
  async process(bytes: Buffer, type: string): Promise<Processed> {
    this.s3.objects.clear();
    this.s3.objects.set(`input/${UPLOAD.key}`, { bytes, type });
    const costs: Partial<Record<Name, Cost>> = {};
    const call = async <T>(name: Name, request: object): Promise<T> => {
      const { answer, ...cost } = await this.call<T>(name, { upload: UPLOAD, ...request });
      const before = costs[name];
      costs[name] = before ? {
        cpuMilliseconds: before.cpuMilliseconds + cost.cpuMilliseconds,
        peakMegabytes: Math.max(before.peakMegabytes, cost.peakMegabytes),
      } : cost;
      return answer;
    };
    const validation = await call<ValidationVerdict>('validation', {});
    const resize = validation.outcome === 'accepted' ? await call<ResizeVerdict>('resize', {}) : undefined;
    const renditions: Rendition[] = [];
    if (resize?.outcome === 'accepted') {
      renditions.push(...resize.renditions);
      for (const task of resize.watermark_tasks) renditions.push(...(await call<WatermarkResult>('watermark', { task })).renditions);
    }
    const verdict = resize ?? validation;
    const worst = (key: keyof Cost) => Math.max(...Object.values(costs).map(cost => cost[key]));
    return {
      end: verdict.outcome === 'rejected' ? verdict.reason : 'ready',
      validation,
      resize,
      renditions,
      costs,
      cpuMilliseconds: worst('cpuMilliseconds'),
      peakMegabytes: worst('peakMegabytes'),
    };
  }

  /** Ends the processes: what comes next begins with fresh memory. */
  restart(): void {
    for (const name of [...this.running.keys()]) this.end(name);
  }

  private async call<T>(name: Name, request: object): Promise<Cost & { answer: T }> {
    const running = this.running.get(name) ?? new FunctionProcess(name, this.s3.endpoint, this.settings);
    this.running.set(name, running);
    try {
      return await running.call<T>(request);
    } catch (error) {
      this.end(name);
      throw error;
    }
  }

  private end(name: Name): void {
    this.running.get(name)?.end();
    this.running.delete(name);
  }
}

class FunctionProcess {
  private readonly child: ChildProcess;
  private readonly ready: Promise<unknown>;
  private errors = '';

  constructor(private readonly name: Name, endpoint: string, settings: ImageSettings) {
    this.child = fork(join(__dirname, 'function-host.cjs'), [join(FOLDER, name, 'index.js')], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Nothing of this process's own environment: no region, no profile, no options of Node.
      env: {
        PATH: process.env.PATH,
        MALLOC_ARENA_MAX: '1',
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_ENDPOINT_URL_S3: endpoint,
        SYSTEM: 'test',
        INPUT_BUCKET: 'input',
        OUTPUT_BUCKET: 'output',
        IMAGE_SETTINGS: JSON.stringify(settings),
        POWERTOOLS_LOG_LEVEL: 'SILENT',
      },
    });
    this.child.stderr!.on('data', (text: Buffer) => {
      this.errors = (this.errors + text.toString()).slice(-2000);
    });
    this.ready = this.next(TIMEOUT_MS);
    this.ready.catch(() => undefined);
  }

  async call<T>(request: object): Promise<Cost & { answer: T }> {
    await this.ready;
    this.child.send({ request });
    const { answer, error, ...cost } = await this.next(TIMEOUT_MS) as Cost & { answer: T; error?: string };
    if (error !== undefined) throw new Error(`${this.name} should answer with a verdict, and threw ${error}`);
    if (cost.cpuMilliseconds > MAX_CPU_MS) {
      throw new Error(`${this.name} should take at most ${MAX_CPU_MS} ms of processor time, and took ${cost.cpuMilliseconds}`);
    }
    return { answer, ...cost };
  }

  end(): void {
    this.child.kill('SIGKILL');
  }

  private next(limit: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const done = (settle: () => void) => {
        clearTimeout(timer);
        this.child.off('message', answered).off('exit', ended);
        settle();
      };
      const answered = (message: unknown) => done(() => resolve(message));
      const ended = (code: number | null, signal: string | null) =>
        done(() => reject(new Error(`${this.name} should answer, and ended with ${signal ?? code}: ${this.errors}`)));
      const timer = setTimeout(() => done(() => reject(new Error(`${this.name} should answer within ${limit} ms, and did not`))), limit);
      this.child.on('message', answered).on('exit', ended);
    });
  }
}
