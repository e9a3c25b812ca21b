import { MultiBar, Presets } from 'cli-progress';
import type { SingleBar } from 'cli-progress';
import { printable } from './file-names';
import type { DemoFile } from './results';
import { formatBytes } from './table';

/** Displayed state of a file. */
export interface Bar {
  /** 0 to 100 of the upload. */
  progress(percent: number): void;
  stage(text: string): void;
  end(text: string): void;
}

export interface Display {
  add(file: DemoFile): Bar;
  stop(): void;
}

/** Progress bars on a terminal; elsewhere, as in a log, a line for each event. */
export function createDisplay(files: readonly DemoFile[]): Display {
  return process.stdout.isTTY ? new Bars(files) : new Lines();
}

class Bars implements Display {
  readonly #bars: MultiBar;
  readonly #width: number;

  constructor(files: readonly DemoFile[]) {
    this.#width = Math.min(30, Math.max(...files.map(({ filename }) => printable(filename).length)));
    this.#bars = new MultiBar({ format: '{name} {bar} {percentage}% {stage}', barsize: 24, hideCursor: true, clearOnComplete: false }, Presets.shades_classic);
  }

  add({ filename }: DemoFile): Bar {
    const name = printable(filename).slice(0, this.#width).padEnd(this.#width);
    const bar: SingleBar = this.#bars.create(100, 0, { name, stage: 'uploading' });
    return {
      progress: percent => bar.update(Math.floor(percent)),
      stage: stage => bar.update({ stage }),
      end: stage => bar.update({ stage }),
    };
  }

  stop(): void {
    this.#bars.stop();
  }
}

class Lines implements Display {
  add({ filename, bytes }: DemoFile): Bar {
    const say = (text: string) => console.log(`${printable(filename)}: ${text}`);
    return {
      progress: percent => {
        if (percent === 100) say(`uploaded (${formatBytes(bytes)})`);
      },
      stage: () => {},
      end: say,
    };
  }

  stop(): void {}
}
