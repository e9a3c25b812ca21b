import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const root = join(__dirname, '..', '..');

/** The published package in an app of its own: nothing of this repository is reachable but its peers. */
export class PackedPackage {
  public readonly app = mkdtempSync(join(tmpdir(), 'consumer-'));
  public readonly tarball: string;
  /** Where the package is, in the app. */
  public readonly folder = join(this.app, 'node_modules', 'cdk-image-management-system');

  constructor() {
    if (!existsSync(join(root, 'lib/index.js'))) throw new Error('lib/ is missing: run `npx projen compile` first.');
    execFileSync('npm', ['pack', '--silent', '--pack-destination', this.app], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    this.tarball = join(this.app, readdirSync(this.app).find(name => name.endsWith('.tgz'))!);
    execFileSync('tar', ['-xzf', this.tarball], { cwd: this.app });
    mkdirSync(join(this.app, 'node_modules'));
    renameSync(join(this.app, 'package'), this.folder);
    for (const peer of ['aws-cdk-lib', 'constructs']) symlinkSync(join(root, 'node_modules', peer), join(this.app, 'node_modules', peer));
  }

  /** Every file, relative to the package. */
  public files(): string[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => relative(this.folder, join(entry.parentPath, entry.name)))
      .sort();
  }

  /** Runs a file of the app with an empty PATH and environment: no Docker, no esbuild, no npm can be started; no proxy, no credentials. */
  public run(file: string, env: Record<string, string> = {}): string {
    return execFileSync(process.execPath, [file], { cwd: this.app, env, stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1e8 }).toString();
  }

  public remove(): void {
    rmSync(this.app, { recursive: true, force: true });
  }
}
