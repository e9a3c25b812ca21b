import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Consumer, GO, JAVA, PYTHON, TYPESCRIPT } from './consumers';
import { devDependencies } from '../../package.json';
import { runCommand } from '../local-aws/run-command';

/** Building the CDK's Go modules for the first time is by far the longest. */
const LIMIT_MS = 1_800_000;

/** With another version, the templates would differ by what the CDK changed. */
const MANIFESTS = ['typescript/package.json', 'python/requirements.txt', 'java/pom.xml', 'go/go.mod'];

describe('the built packages, each installed by its language\'s own client outside the repository', () => {
  const folder = mkdtempSync(join(tmpdir(), 'languages-'));
  let expected: Template;

  beforeAll(async () => {
    expected = await synthesize(folder, TYPESCRIPT);
  }, LIMIT_MS);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(MANIFESTS)('%s names the version of the CDK that the library is compiled with', (manifest) => {
    expect(readFileSync(join(__dirname, manifest), 'utf8')).toContain(devDependencies['aws-cdk-lib']);
  });

  test('the TypeScript app asks for what its props say', () => {
    expect(Object.keys(expected.Resources).length).toBeGreaterThan(100);
    expect(Object.keys(expected.Outputs)).toContain('ApiUrl');
    expect(JSON.stringify(expected)).toContain('https://www.example.com');
  });

  for (const consumer of [PYTHON, JAVA, GO]) {
    const missing = consumer.missing();
    if (missing) process.stderr.write(`The ${consumer.language} app is skipped: ${missing}\n`);
    (missing ? test.skip : test)(`the ${consumer.language} app synthesizes the template of the TypeScript one`, async () => {
      expect(await synthesize(folder, consumer)).toEqual(expected);
    }, LIMIT_MS);
  }
});

interface Template {
  readonly Resources: Readonly<Record<string, unknown>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
}

/** Its template, made without anything on PATH but Node, and without a home: no Docker, no esbuild, no package manager. */
async function synthesize(folder: string, consumer: Consumer): Promise<Template> {
  const app = join(folder, consumer.language);
  cpSync(join(__dirname, consumer.language), app, { recursive: true });
  const [command, ...args] = await consumer.build(app);
  const home = join(folder, `${consumer.language}-home`);
  mkdirSync(home);
  const env = { PATH: dirname(process.execPath), HOME: home, CDK_OUTDIR: 'cdk.out', LANG: 'C.UTF-8' };
  await runCommand(command!, args, { cwd: app, env, purpose: `Synthesizing the ${consumer.language} app` });
  return JSON.parse(readFileSync(join(app, 'cdk.out', 'Photos.template.json'), 'utf8')) as Template;
}
