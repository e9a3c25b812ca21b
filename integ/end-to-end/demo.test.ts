import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { deployment } from './backend';
import { photograph, truncated } from './pictures';
import { OutputFolder } from '../demo/output-folder';
import { runDemo } from '../demo/run-demo';
import { readCode } from '../local-aws/mail';

const backend = { baseUrl: deployment.outputs.ApiUrl, readCode: (email: string) => readCode(deployment.endpoint, email) };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-'));
  jest.spyOn(console, 'log').mockImplementation();
});
afterAll(() => rmSync(folder, { recursive: true }));

// holds: promise.local-aws, promise.demo, promise.command.demo
test('the demo takes photographs through the system, and writes each rendition beside its original', async () => {
  const photo = photograph('nagasaki-boats');
  const files = { 'boats.jpg': photo, 'half.jpg': truncated(photo) };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  const [output, demoFiles] = await OutputFolder.startedWith(join(folder, 'output'), async to => to.takeFiles(Object.keys(files).map(name => join(folder, name))));
  const [sound, half] = await runDemo(backend, demoFiles, output, new AbortController().signal);
  expect(half).toMatchObject({ status: 'rejected', reason: 'corrupt-image', renditions: [] });
  expect(sound.renditions).toHaveLength(8);
  const sheet = readFileSync(output.resolve('index.html'), 'utf8');
  expect(sheet).toContain(sound.file.original);
  for (const { path, width, height } of sound.renditions) {
    expect(sheet).toContain(path);
    expect(await sharp(output.resolve(path)).metadata()).toMatchObject({ width, height });
  }
}, 180_000);
