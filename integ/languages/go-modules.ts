import { existsSync, readdirSync, readFileSync, renameSync, rmSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { devDependencies } from '../../package.json';
import { runCommand } from '../local-aws/run-command';
import { localFolder, projectRoot } from '../local-aws/settings';

const RUNTIME = 'github.com/aws/jsii-runtime-go';

/** A checkout of github.com/aws/jsii-runtime-go, for a machine whose module proxy keeps the CDK's modules back. */
export function runtimeCheckout(): string | undefined {
  return process.env.JSII_RUNTIME_GO ? resolve(process.env.JSII_RUNTIME_GO) : undefined;
}

/**
 * The CDK's Go modules, generated of its npm packages as its own release does: they take the place of those of the proxy. The
 * first time takes minutes and 2 GB of memory; later ones have them in `.local/`.
 *
 * @param runtime see `runtimeCheckout`
 * @returns folder of each, by the module's path
 */
export async function cdkModules(runtime: string): Promise<ReadonlyMap<string, string>> {
  const folder = join(localFolder, 'go', devDependencies['aws-cdk-lib']);
  if (!existsSync(folder)) await generate(folder);
  const generated = readdirSync(join(folder, 'go')).map(name => join(folder, 'go', name));
  return new Map([[RUNTIME, runtime], ...generated.map(path => [moduleOf(path), path] as const)]);
}

async function generate(folder: string): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  writeFileSync(join(unfinished, 'package.json'), '{"private": true}');
  const run = async (command: string, ...args: readonly string[]) =>
    runCommand(command, args, { cwd: unfinished, env: process.env, purpose: [command, ...args].join(' '), limitMs: 1_500_000 });
  const versions = (['aws-cdk-lib', 'constructs'] as const).map(name => `${name}@${devDependencies[name]}`);
  await run('npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', ...versions);
  const packages = readdirSync(join(unfinished, 'node_modules'), { recursive: true, encoding: 'utf8' }).filter(path => /(^|\/)\.jsii$/.test(path));
  const pacmak = join(projectRoot, 'node_modules', '.bin', 'jsii-pacmak');
  for (const path of packages) await run(pacmak, '--target', 'go', '--code-only', '--outdir', unfinished, join('node_modules', path, '..'));
  renameSync(unfinished, folder);
}

function moduleOf(folder: string): string {
  return /^module (\S+)/m.exec(readFileSync(join(folder, 'go.mod'), 'utf8'))![1]!;
}
