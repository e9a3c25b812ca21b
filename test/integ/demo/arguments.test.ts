import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError, checkFiles, parseArguments } from '../../../integ/demo/arguments';

const folder = mkdtempSync(join(tmpdir(), 'demo-arguments-'));
const photo = join(folder, 'photo.jpg');
writeFileSync(photo, 'x');

afterAll(() => rmSync(folder, { recursive: true }));

test('no arguments mean the sample photos', () => {
  expect(parseArguments([])).toEqual({ help: false, files: [] });
});

// holds: promise.demo
test('files are taken in their order, and after -- whatever they are called', () => {
  expect(parseArguments(['b.jpg', '/d/a.png'], '/c')).toEqual({ help: false, files: ['/c/b.jpg', '/d/a.png'] });
  expect(parseArguments(['a.png', '--', '-x.jpg', '--help'], '/c')).toEqual({ help: false, files: ['/c/a.png', '/c/-x.jpg', '/c/--help'] });
});

test.each(['-h', '--help'])('%s asks for help', option => {
  expect(parseArguments(['a.jpg', option]).help).toBe(true);
});

test('rejects an unknown option, and says how to name such a file', () => {
  expect(() => parseArguments(['--size'])).toThrow(new UsageError("Unknown option '--size'. For a file of that name write ./--size."));
});

test('readable files pass', async () => {
  await expect(checkFiles([photo])).resolves.toBeUndefined();
});

test.each([
  [join(folder, 'absent.jpg'), 'There is no file'],
  [folder, 'is a folder'],
  ['/dev/null', 'not a regular file'],
])('rejects %s', async (path, message) => {
  await expect(checkFiles([photo, path])).rejects.toThrow(message);
  await expect(checkFiles([path])).rejects.toBeInstanceOf(UsageError);
});

// A superuser reads every file.
(process.getuid?.() === 0 ? test.skip : test)('rejects a file without read permission', async () => {
  const secret = join(folder, 'secret.jpg');
  writeFileSync(secret, 'x');
  chmodSync(secret, 0);
  await expect(checkFiles([secret])).rejects.toThrow('cannot be read');
});
