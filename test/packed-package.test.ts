import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..');

/** The published package in an app of its own: nothing of this repository is reachable but its peers. */
describe('the packed package', () => {
  let app: string;

  beforeAll(() => {
    if (!existsSync(join(root, 'lib/index.js'))) throw new Error('lib/ is missing: run `npx projen compile` first.');
    app = mkdtempSync(join(tmpdir(), 'consumer-'));
    execFileSync('npm', ['pack', '--silent', '--pack-destination', app], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    const tarball = readdirSync(app).find(name => name.endsWith('.tgz'))!;
    execFileSync('tar', ['-xzf', tarball], { cwd: app });
    mkdirSync(join(app, 'node_modules'));
    execFileSync('mv', ['package', 'node_modules/cdk-image-management-system'], { cwd: app });
    for (const peer of ['aws-cdk-lib', 'constructs']) symlinkSync(join(root, 'node_modules', peer), join(app, 'node_modules', peer));
  }, 180_000);

  afterAll(() => rmSync(app, { recursive: true, force: true }));

  test('synthesizes two systems in one stack, one with an SVG watermark, with an empty PATH and environment', () => {
    writeFileSync(join(app, 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>');
    writeFileSync(join(app, 'app.js'), `
      const { App, Stack } = require('aws-cdk-lib');
      const { ImageManagementSystem, Watermark } = require('cdk-image-management-system');
      const app = new App({ outdir: 'cdk.out', analyticsReporting: false });
      const stack = new Stack(app, 'Photos');
      new ImageManagementSystem(stack, 'Images');
      new ImageManagementSystem(stack, 'MoreImages', { watermark: Watermark.image('logo.svg') });
      app.synth();
    `);
    // An empty PATH: no Docker, no esbuild, no npm can be started. No proxy, no credentials.
    execFileSync(process.execPath, ['app.js'], { cwd: app, env: { PATH: '', HOME: app }, stdio: ['ignore', 'ignore', 'inherit'] });
    const template = JSON.parse(execFileSync('cat', ['cdk.out/Photos.template.json'], { cwd: app, maxBuffer: 1e8 }).toString());
    const count = (type: string) => Object.values<{ Type: string }>(template.Resources).filter(({ Type }) => Type === type).length;
    expect({ apis: count('AWS::ApiGateway::RestApi'), machines: count('AWS::StepFunctions::StateMachine'), functions: count('AWS::Lambda::Function') })
      .toEqual({ apis: 2, machines: 6, functions: 23 });
  }, 120_000);

  test('has a command that runs on Node alone, and says what it needs', () => {
    const inside = join(app, 'node_modules/cdk-image-management-system');
    const { bin } = JSON.parse(readFileSync(join(inside, 'package.json'), 'utf8')) as { bin: Record<string, string> };
    const script = join(inside, bin['cdk-image-management-system']);
    expect(readFileSync(script, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    const run = (...words: string[]) => spawnSync(process.execPath, [script, ...words], { cwd: app, env: { PATH: '', HOME: app }, encoding: 'utf8' });
    expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('npx cdk-image-management-system repair') });
    const arn = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Repairs';
    expect(run('repair', 'failed', '--state-machine', arn, '--print').stdout).toContain(`aws stepfunctions start-execution --state-machine-arn ${arn}`);
    expect(run('repair', 'failed', '--state-machine', arn)).toMatchObject({ status: 2, stderr: expect.stringContaining('AWS CLI') });
  });

  test('holds sharp once for each architecture, and no sources, tests or tools', () => {
    const inside = join(app, 'node_modules/cdk-image-management-system');
    expect(readdirSync(inside).sort()).toEqual(['.jsii', 'API.md', 'CHANGELOG.md', 'LICENSE', 'README.md', 'assets', 'lib', 'package.json']);
    const files = execFileSync('find', ['.', '-name', 'sharp-linux*.node'], { cwd: inside }).toString().trim().split('\n').sort();
    expect(files).toHaveLength(2);
    expect(files[0]).toContain('image-arm64');
    expect(files[1]).toContain('image-x64');
  });
});
