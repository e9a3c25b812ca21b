import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isHealthy } from '../local-aws/emulator';
import { poll } from '../local-aws/poll';

const root = join(__dirname, '../..');
let host: ChildProcess | undefined;

afterEach(() => host?.kill('SIGKILL'));

test.each(['SIGKILL', 'SIGTERM'] as const)('an emulator and its files do not outlive a host that %s ended', async signal => {
  host = spawn(process.execPath, ['--import', 'tsx', 'integ/end-to-end/emulator-host.ts'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(host.stdout!, 'data');
  const { endpoint, folder } = JSON.parse(String(line));
  expect([await isHealthy(endpoint), existsSync(folder)]).toEqual([true, true]);
  host.kill(signal);
  await poll('the emulator to end', async () => !await isHealthy(endpoint), { limitMs: 20_000 });
  await poll('its folder to be removed', async () => !existsSync(folder), { limitMs: 20_000 });
}, 60_000);
