import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Shape } from './shapes';

/** The requests of each method of the previous release's client, and the answers. */
const FILE = join(__dirname, '../../test/baseline/contract.json');

/** Values that differ from run to run are names in braces: `{image_id}` is the one of the newest answer that had one. */
export interface Exchange {
  readonly method: string;
  /** Path and query; or an address of the storage, `{upload_url}` or `{form_url}`. */
  readonly to: string;
  /** Those that the client sets itself. Of the storage's, the client sends what the grant lists. */
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON; of the storage `{photo}`. */
  readonly body?: unknown;
  readonly answer: { readonly status: number; readonly retryAfter?: true; readonly body?: Shape };
}

/** What has to be so before a step: a code of a new mail arrived, or the image of the newest grant is finished. */
export type Awaited = 'mail' | 'image';

export interface Recording {
  /** Method of the client, as the client's documentation names it: `images.upload`. */
  readonly call: string;
  /** How the call differs from the plain one. */
  readonly how?: string;
  readonly awaits?: Awaited;
  readonly exchanges: readonly Exchange[];
}

export function readRecordings(): Recording[] {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Recording[];
}

/** One exchange per line, for a readable diff between two releases. */
export function writeRecordings(recordings: readonly Recording[]): void {
  const texts = recordings.map(({ exchanges, ...step }) => {
    const lines = exchanges.map(exchange => `  ${JSON.stringify(exchange)}`).join(',\n');
    return `{${JSON.stringify(step).slice(1, -1)}, "exchanges": [\n${lines}\n]}`;
  });
  writeFileSync(FILE, `[\n${texts.join(',\n')}\n]\n`);
}

/**
 * What was recorded before stays, also where the client no longer sends it: apps of the previous release still do. A step that is new
 * stands where the scenario has it.
 */
export function merged(before: readonly Recording[], now: readonly Recording[]): Recording[] {
  const all = [...before];
  now.forEach((recording, index) => {
    if (positionOf(all, recording) < 0) all.splice(index === 0 ? 0 : positionOf(all, now[index - 1]) + 1, 0, recording);
  });
  return all;
}

function positionOf(recordings: readonly Recording[], { call, how }: Recording): number {
  return recordings.findIndex(other => other.call === call && other.how === how);
}
