import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { deployment } from '../backend';

const root = join(__dirname, '../../..');
const tsx = join(root, 'node_modules/.bin/tsx');

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The library's command, as a person runs it, with no terminal to ask at. `aws` is played by `aws-cli.ts`. */
export async function runCommand(...words: string[]): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'aws-cli-'));
  try {
    writeFileSync(join(folder, 'aws'), `#!/bin/sh\nexec '${tsx}' '${join(__dirname, 'aws-cli.ts')}' "$@"\n`);
    chmodSync(join(folder, 'aws'), 0o755);
    const env = { ...process.env, ...deployment.environment, PATH: [folder, process.env.PATH].join(delimiter) };
    return await new Promise<Ended>(resolve => {
      execFile(tsx, [join(root, 'src/repairs/command/main.ts'), ...words], { env }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
      });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
