import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutputFolder } from '../../../integ/demo/output-folder';

const parent = mkdtempSync(join(tmpdir(), 'demo-output-'));
const path = join(parent, 'out');

afterAll(() => rmSync(parent, { recursive: true }));

test('is emptied, and keeps a file of an earlier run that is given again', async () => {
  await OutputFolder.startedWith(path, async folder => folder.takeSamples([{ filename: 'A b.JPG', bytes: Buffer.from('one'), expected: 'ready' }]));
  writeFileSync(join(path, 'stale.txt'), 'x');
  const [folder, files] = await OutputFolder.startedWith(path, async empty => empty.takeFiles([join(path, 'A-b', 'original.jpg')]));
  expect(files).toEqual([{ name: 'original', filename: 'original.jpg', original: 'original/original.jpg', bytes: 3, expected: 'ready' }]);
  expect(readdirSync(path)).toEqual(['original']);
  expect(readFileSync(folder.resolve('original/original.jpg'), 'utf8')).toBe('one');
});

test('fails without touching what is there where a file cannot be taken', async () => {
  writeFileSync(join(parent, 'kept'), 'x');
  const before = existsSync(path) ? readdirSync(path) : [];
  await expect(OutputFolder.startedWith(path, async folder => folder.takeFiles([join(parent, 'absent.jpg')]))).rejects.toThrow('ENOENT');
  expect(readdirSync(path)).toEqual(before);
  expect(readdirSync(parent).sort()).toEqual(['kept', 'out']);
});
