import { readFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Consumer, GO, installAndCompile, JAVA, PYTHON, TYPESCRIPT } from './consumers';
import { Outcomes } from './outcomes';
import { Stranger } from './stranger';
import { devDependencies } from '../../package.json';
import { findProgram } from '../../projenrc/programs';

/** Building the CDK's Go modules for the first time is by far the longest. */
const LIMIT_MS = 1_800_000;

/** With another version, the templates would differ by what the CDK changed. */
const MANIFESTS = ['typescript/package.json', 'python/requirements.txt', 'java/pom.xml', 'go/go.mod'];

interface Template {
  readonly Resources: Readonly<Record<string, unknown>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
}

describe('the built packages, each installed by its language\'s own client outside the repository', () => {
  const stranger = new Stranger();
  const outcomes = new Outcomes();
  let expected: Template;

  beforeAll(async () => {
    expected = await synthesize(TYPESCRIPT);
  }, LIMIT_MS);

  afterAll(() => {
    stranger.remove();
    const sees = stranger.seesRepository ? 'in reach of' : 'hidden from';
    process.stdout.write(`\n${outcomes.table()}\nThe repository was ${sees} the programs that installed, compiled and ran.\n`);
  });

  async function synthesize({ language, build }: Consumer): Promise<Template> {
    const outcome = outcomes.of(language);
    const app = stranger.take(language);
    const command = await build(stranger, app);
    outcome.installed = 'yes';
    await stranger.runOffline(app, command, { CDK_OUTDIR: 'cdk.out' });
    const template = JSON.parse(readFileSync(join(app, 'cdk.out', 'Photos.template.json'), 'utf8')) as Template;
    outcome.ran = 'synthesized';
    outcome.resources = Object.keys(template.Resources).length;
    return template;
  }

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
    if (missing) outcomes.skip(consumer.language, missing);
    // holds: promise.built-in, promise.languages, promise.command.build
    (missing ? test.skip : test)(`the ${consumer.language} app synthesizes the template of the TypeScript one`, async () => {
      const template = await synthesize(consumer);
      outcomes.of(consumer.language).equal = JSON.stringify(template) === JSON.stringify(expected) ? 'yes' : 'no';
      expect(template).toEqual(expected);
    }, LIMIT_MS);
  }

  const parser = findProgram(['python3']);
  if (!parser) outcomes.skip('csharp', 'its source is parsed by a package of Python: install Python 3.11 or newer.');
  (parser ? test : test.skip)('the source for C# is C#, each file of it', async () => {
    const outcome = outcomes.of('csharp');
    const app = stranger.take('csharp');
    await stranger.run(app, 'python3', '-m', 'venv', '.venv');
    await stranger.run(app, '.venv/bin/python', '-m', 'pip', 'install', '--quiet', '--no-input', '-r', 'requirements.txt');
    outcome.installed = 'source only';
    expect(await stranger.runAlone(app, ['.venv/bin/python', 'parse.py', stranger.package('dotnet')], {})).toMatch(/^[1-9]\d* files\n$/);
    outcome.ran = 'parsed, not compiled';
  }, LIMIT_MS);

  // holds: promise.command.build
  test('the client compiles in an app of TypeScript, signs in and lists images', async () => {
    const outcome = outcomes.of('client');
    const app = stranger.take('client');
    await installAndCompile(stranger, app, stranger.package('sdk', '.tgz'));
    outcome.installed = 'yes';
    const { server, url, calls } = await startBackend();
    try {
      const printed = await stranger.runAlone(app, ['node', 'app.js'], { IMAGES_URL: url, IMAGES_EMAIL: 'me@example.com', IMAGES_PASSWORD: 'secret' });
      expect([printed, calls]).toEqual(['boats.jpg: pending\n', ['POST /v1/auth/signin', 'GET /v1/images Bearer identity']]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
    outcome.ran = 'called a backend';
  }, LIMIT_MS);
});

/** A backend of one user and one image, and what it was asked. */
async function startBackend(): Promise<{ server: Server; url: string; calls: string[] }> {
  const calls: string[] = [];
  const tokens = { token_type: 'Bearer', id_token: 'identity', access_token: 'access', refresh_token: 'refresh', expires_in: 3600 };
  const image = { image_id: 'one', status: 'pending', filename: 'boats.jpg', renditions: [], created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' };
  const server = createServer(({ method, url, headers }, response) => {
    calls.push([method, url!.split('?')[0], headers.authorization].filter(Boolean).join(' '));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(method === 'POST' ? tokens : { items: [image] }));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, calls };
}
