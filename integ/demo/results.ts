/** A file in the demo. */
export interface DemoFile {
  /** Its folder in the output, unique. */
  readonly name: string;
  /** As uploaded, any Unicode. */
  readonly filename: string;
  /** The original, relative to the output folder, `/` between the parts. */
  readonly original: string;
  readonly bytes: number;
  readonly expected: 'ready' | 'rejected';
  /** Purpose of a sample. */
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

/** `refused`: not uploaded at all. */
export type DemoStatus = 'ready' | 'rejected' | 'failed' | 'refused';

export interface Result {
  readonly file: DemoFile;
  readonly status: DemoStatus;
  /** Code, if the image is not ready. */
  readonly reason?: string;
  /** One sentence, if the image is not ready. */
  readonly detail?: string;
  /** From the start of the upload until every rendition was ready. */
  readonly seconds: number;
  /** Of the original, if it is known. */
  readonly width?: number;
  readonly height?: number;
  readonly renditions: readonly DownloadedRendition[];
}

/** Why the demo failed, in one line; `undefined` if every file ended as expected. */
export function failureOf(results: readonly Result[]): string | undefined {
  const wrong = results.filter(({ file, status }) => status !== file.expected);
  if (wrong.length === 0) return undefined;
  const descriptions = wrong.map(({ file, status, reason }) => {
    const end = reason ? `${status} (${reason})` : status;
    return file.expected === 'ready' ? `${file.filename} ended ${end}` : `${file.filename} should have been rejected but ended ${end}`;
  });
  return `${wrong.length} of ${results.length} files did not end as expected: ${descriptions.join('; ')}.`;
}
