import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './until';
import { isHealthy } from '../local-aws/emulator';

const root = join(__dirname, '../..');
let host: ChildProcess | undefined;

afterEach(() => host?.kill('SIGKILL'));

test.each(['SIGKILL', 'SIGTERM'] as const)('an emulator and its files do not outlive a host that %s ended', async signal => {
  host = spawn(process.execPath, ['--import', 'tsx', 'integ/end-to-end/emulator-host.ts'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(host.stdout!, 'data');
  const { endpoint, folder } = JSON.parse(String(line));
  expect([await isHealthy(endpoint), existsSync(folder)]).toEqual([true, true]);
  host.kill(signal);
  await until('the emulator to end', async () => !await isHealthy(endpoint) || undefined, 20);
  await until('its folder to be removed', async () => !existsSync(folder) || undefined, 20);
}, 60_000);
