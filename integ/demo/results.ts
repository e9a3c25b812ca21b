/** One file on its way through the demo. */
export interface DemoFile {
  /** Its folder in the output, unique. */
  readonly name: string;
  /** As uploaded, any Unicode. */
  readonly filename: string;
  /** The original, relative to the output folder, `/` between the parts. */
  readonly original: string;
  readonly bytes: number;
  readonly expected: 'ready' | 'rejected';
  /** What a sample is there to show. */
  readonly note?: string;
}

export interface DownloadedRendition {
  readonly size: string;
  readonly format: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  /** Relative to the output folder. */
  readonly path: string;
}

/** `refused`: not even uploaded. */
export type DemoStatus = 'ready' | 'rejected' | 'failed' | 'refused';

export interface Result {
  readonly file: DemoFile;
  readonly status: DemoStatus;
  /** Code, where it is not ready. */
  readonly reason?: string;
  /** One sentence, where it is not ready. */
  readonly detail?: string;
  /** From the start of the upload until every rendition was ready. */
  readonly seconds: number;
  /** Of the original, where it is known. */
  readonly width?: number;
  readonly height?: number;
  readonly renditions: readonly DownloadedRendition[];
}

/** Why the demo failed, in one line; `undefined` where every file ended as it should. */
export function failureOf(results: readonly Result[]): string | undefined {
  const wrong = results.filter(({ file, status }) => status !== file.expected);
  if (wrong.length === 0) return undefined;
  const told = wrong.map(({ file, status, reason }) => {
    const end = reason ? `${status} (${reason})` : status;
    return file.expected === 'ready' ? `${file.filename} ended ${end}` : `${file.filename} should have been rejected but ended ${end}`;
  });
  return `${wrong.length} of ${results.length} files did not end as expected: ${told.join('; ')}.`;
}
