import { spawnSync } from 'child_process';
import { readdirSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, join } from 'path';
import { ROOT } from '../../projenrc/documents';

const BIN = join(ROOT, 'node_modules', '.bin');
const FOLDER = join(ROOT, 'integ');
const forms = readdirSync(FOLDER).filter((name) => /^integ\..*\.ts$/.test(name));

describe('the snapshots of integ-runner', () => {
  test('are what the apps synthesize, hashes of assets aside; where one is not: npx projen integ-snapshots', () => {
    const env = { ...process.env, PATH: [BIN, process.env.PATH].join(delimiter), NODE_OPTIONS: '', CDK_DISABLE_CLI_TELEMETRY: 'true' };
    const { status, stdout, stderr } = spawnSync(join(BIN, 'integ-runner'), ['--max-workers', '2'], { cwd: ROOT, env, encoding: 'utf8' });
    expect([`${stdout}${stderr}`, status]).toEqual([expect.stringMatching(`${forms.length} passed, ${forms.length} total`), 0]);
  }, 300_000);

  test.each(forms)('that of %s is small, and tells nothing of the machine that made it', (form) => {
    const folder = join(FOLDER, `${form}.snapshot`);
    const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.startsWith('asset.'));
    const text = files.map(({ name }) => readFileSync(join(folder, name), 'utf8')).join('\n');
    expect(text.length).toBeLessThan(1_000_000);
    for (const trace of [ROOT, `${tmpdir()}/`, '/home/', '/Users/', '//registry.', 'node_modules']) expect(text).not.toContain(trace);
  });
});
