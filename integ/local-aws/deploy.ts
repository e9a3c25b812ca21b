import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { awsEnvironment, cleanEnvironment, pathWithNode } from './environment';
import { runCommand } from './run-command';
import { account, projectRoot, region } from './settings';

export type StackOutputs = Readonly<Record<string, string>>;

export interface Target {
  readonly endpoint: string;
  /** Temporary folder for what the deployment writes; its creator removes it. */
  readonly folder: string;
}

const cdk = createRequire(__filename).resolve('aws-cdk/bin/cdk');
const endWithParent = join(__dirname, 'shim', 'end-with-parent.cjs');

/** Apps of `integ/`, by the names of their files. */
export type App = 'sample-app' | 'integ.default' | 'integ.no-vpc' | 'integ.bring-your-own';

/** CDK context of the sample app. */
export type SampleContext = Readonly<Record<string, string>>;

/**
 * Bootstraps the emulator's account and deploys the sample app with the CDK CLI.
 *
 * @returns the outputs of all stacks by name, with an `ApiUrl` that this machine can reach
 */
export async function deploy({ endpoint, folder }: Target, context: SampleContext): Promise<StackOutputs> {
  await runCdk({ endpoint, folder }, 'Bootstrapping the local AWS', 'bootstrap', `aws://${account}/${region}`);
  const outputs = await deployApp({ endpoint, folder }, 'sample-app', context);
  return { ...outputs, ...(outputs.ApiUrl !== undefined && { ApiUrl: reachableApiUrl(outputs.ApiUrl, endpoint) }) };
}

/**
 * Deploys an app to a bootstrapped emulator, without the assertions of integ-runner: their functions work only on AWS.
 *
 * @returns the outputs of all stacks by name, unchanged
 */
export async function deployApp(target: Target, app: App, context: SampleContext): Promise<StackOutputs> {
  const outputsFile = join(target.folder, `${app}-outputs.json`);
  await runCdk(target, 'Deploying to the local AWS', 'deploy', 'ImageManagement*', '--app', `npx tsx integ/${app}.ts`, '--output', join(target.folder, `${app}.out`),
    ...Object.entries(context).flatMap(([name, value]) => ['--context', `${name}=${value}`]),
    '--outputs-file', outputsFile, '--require-approval', 'never', '--method', 'direct', '--progress', 'events');
  if (!existsSync(outputsFile)) throw new Error(`The ${app} was deployed, but has no stack outputs`);
  const byStack = JSON.parse(await readFile(outputsFile, 'utf8')) as Record<string, Record<string, string>>;
  return Object.assign({}, ...Object.values(byStack)) as Record<string, string>;
}

async function runCdk({ endpoint, folder }: Target, purpose: string, ...args: string[]): Promise<void> {
  await runCommand(process.execPath, ['--require', endWithParent, cdk, ...args, '--no-notices', '--no-version-reporting', '--no-color'], {
    cwd: projectRoot,
    env: cdkEnvironment(endpoint, folder),
    purpose,
  });
}

/** Nothing of the caller's account and nothing that leaves the machine: no telemetry, no notices, no version check. */
function cdkEnvironment(endpoint: string, folder: string): Record<string, string> {
  return {
    ...cleanEnvironment(folder),
    ...awsEnvironment(endpoint),
    PATH: pathWithNode(),
    CDK_DEFAULT_ACCOUNT: account,
    CDK_DEFAULT_REGION: region,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION_CHECK: 'true',
    JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1',
    npm_config_offline: 'true',
    npm_config_update_notifier: 'false',
  };
}

/** `https://{id}.execute-api.{region}.amazonaws.com/{stage}` as the emulator serves it. */
export function reachableApiUrl(apiUrl: string, endpoint: string): string {
  const { hostname, pathname } = new URL(apiUrl);
  const [id] = hostname.split('.');
  const stage = pathname.replace(/^\/|\/$/g, '');
  return `${endpoint}/restapis/${id}/${stage}/_user_request_`;
}
