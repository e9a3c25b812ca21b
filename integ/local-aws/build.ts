import { delimiter, join } from 'node:path';
import { runCommand } from './run-command';
import { projectRoot } from './settings';

const STEPS = [
  { purpose: 'Bundling the handlers', command: 'tsx', args: ['projenrc/build-assets.ts'] },
  { purpose: 'Building the client', command: 'tsc', args: ['-p', 'sdk/tsconfig.json'] },
];

/** Builds the bundles of the handlers and the client, which a deployment and the demo need. */
export async function buildHandlersAndClient(): Promise<void> {
  const bin = join(projectRoot, 'node_modules', '.bin');
  const env = { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) };
  await Promise.all(STEPS.map(async ({ purpose, command, args }) =>
    runCommand(join(bin, command), args, { purpose, cwd: projectRoot, env })));
}
