import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findChromium } from '../../../../integ/end-to-end/browser/chromium';

const folder = mkdtempSync(join(tmpdir(), 'find-chromium-'));
const program = join(folder, 'chromium');
const PATH = ['/nowhere', folder].join(delimiter);
beforeEach(() => writeFileSync(program, '', { mode: 0o755 }));
afterAll(() => rmSync(folder, { recursive: true }));

test('the browser is the one that is named, else one on the path', () => {
  expect(findChromium({ PATH, CHROMIUM_PATH: '/opt/chromium' })).toBe('/opt/chromium');
  expect(findChromium({ PATH })).toBe(program);
});

test('rejects what is no program, and an empty path', () => {
  chmodSync(program, 0o644);
  expect(findChromium({ PATH })).toBeUndefined();
  expect(findChromium({})).toBeUndefined();
});
