import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PackedPackage } from './support/packed-package';
import { API_AND_EVENT_FUNCTIONS, IMAGE_FUNCTIONS } from '../src/contract/functions';

/** Of the tarball, which the packages of the other languages hold as it is. */
const MOST_BYTES = 45_000_000;

/** Translated when packages are made: a compiled library may have none yet. */
const EXAMPLES = '.jsii.tabl.json';

const CPUS = ['arm64', 'x64'] as const;
/** The number of each processor in the head of its programs and libraries. */
const ELF_MACHINE = { arm64: 0xb7, x64: 0x3e };

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>>;
}

describe('the packed package', () => {
  let packed: PackedPackage;
  let files: string[];

  beforeAll(() => {
    packed = new PackedPackage();
    files = packed.files();
  }, 180_000);

  afterAll(() => packed.remove());

  test('is under 45 MB', () => {
    expect(statSync(packed.tarball).size).toBeLessThan(MOST_BYTES);
  });

  test('holds the library, its assets and documents, and no sources, tests or tools', () => {
    expect([...new Set(files.map(file => file.split('/')[0]))].filter(name => name !== EXAMPLES).sort())
      .toEqual(['.jsii', 'API.md', 'CHANGELOG.md', 'LICENSE', 'README.md', 'assets', 'lib', 'package.json']);
    expect(files.filter(file => file.startsWith('lib/') && !/\.(js|d\.ts)$/.test(file))).toEqual([]);
  });

  // holds: promise.built-in
  test('holds each handler, and sharp with libvips, exactly once for each architecture', () => {
    const images = CPUS.flatMap(cpu => IMAGE_FUNCTIONS.map(name => `assets/image-${cpu}/${name}/index.js`));
    const handlers = API_AND_EVENT_FUNCTIONS.map(name => `assets/${name}/index.js`);
    expect(files.filter(file => file.endsWith('/index.js') && file.startsWith('assets/') && !file.includes('node_modules')))
      .toEqual([...images, ...handlers, 'assets/svg-rasterizer/index.js'].sort());
    for (const pattern of [/sharp-linux-[^/]*\.node$/, /libvips-cpp\.so/]) {
      expect(files.filter(file => pattern.test(file)).map(file => file.split('/')[1])).toEqual(['image-arm64', 'image-x64']);
    }
    expect(files.filter(file => /\.(node|so)\b/.test(file))).toHaveLength(4);
  });

  test('holds the same files for both architectures, their binaries each for its own', () => {
    const of = (cpu: string) => files.filter(file => file.startsWith(`assets/image-${cpu}/`));
    expect(of('arm64').map(file => file.replaceAll('arm64', 'x64'))).toEqual(of('x64'));
    for (const cpu of CPUS) {
      const binaries = of(cpu).filter(file => /\.(node|so)\b/.test(file));
      expect(binaries.map(file => machineOf(join(packed.folder, file)))).toEqual([ELF_MACHINE[cpu], ELF_MACHINE[cpu]]);
    }
  });

  // holds: promise.built-in
  test('synthesizes two systems in one stack, one with an SVG watermark, with an empty PATH and environment', () => {
    writeFileSync(join(packed.app, 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>');
    const { template } = synthesize(packed, 'Photos', `
      new ImageManagementSystem(stack, 'Images');
      new ImageManagementSystem(stack, 'MoreImages', { watermark: Watermark.image('logo.svg') });
    `);
    const count = (type: string) => Object.values(template.Resources).filter(({ Type }) => Type === type).length;
    expect({ apis: count('AWS::ApiGateway::RestApi'), machines: count('AWS::StepFunctions::StateMachine'), functions: count('AWS::Lambda::Function') })
      .toEqual({ apis: 2, machines: 8, functions: 25 });
  }, 120_000);

  test('compiles in a strict app that has no types of Node', () => {
    const { app } = packed;
    writeFileSync(join(app, 'app.ts'), "import { ImageManagementSystem } from 'cdk-image-management-system';\nexport const name: string = ImageManagementSystem.name;\n");
    const compilerOptions = { module: 'commonjs', target: 'es2022', strict: true, noEmit: true, types: [], skipLibCheck: false };
    writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['app.ts'] }));
    const { status, stdout } = spawnSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', app], { encoding: 'utf8' });
    expect([stdout, status]).toEqual(['', 0]);
  }, 180_000);

  test('has a command that runs on Node alone, and says what it needs', () => {
    const { app, folder: inside } = packed;
    const { bin } = JSON.parse(readFileSync(join(inside, 'package.json'), 'utf8')) as { bin: Record<string, string> };
    const script = join(inside, bin['cdk-image-management-system']);
    expect(readFileSync(script, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    const run = (...words: string[]) => spawnSync(process.execPath, [script, ...words], { cwd: app, env: { PATH: '', HOME: app }, encoding: 'utf8' });
    expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('npx cdk-image-management-system repair') });
    const arn = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Repairs';
    expect(run('repair', 'failed', '--state-machine', arn, '--print').stdout).toContain(`aws stepfunctions start-execution --state-machine-arn ${arn}`);
    expect(run('repair', 'failed', '--state-machine', arn)).toMatchObject({ status: 2, stderr: expect.stringContaining('AWS CLI') });
  });

  // holds: promise.built-in
  test.each([['ARM_64', 'arm64', 'arm64'], ['X86_64', 'x86_64', 'x64']])('on %s, gives each function binaries of its own architecture', (member, lambdaName, cpu) => {
    const { template, folderOf } = synthesize(packed, member.replace('_', ''), `
      new ImageManagementSystem(stack, 'Images', { architecture: Architecture.${member}, watermark: Watermark.text('x') });
    `);
    const functions = Object.values(template.Resources).filter(({ Type, Properties }) => Type === 'AWS::Lambda::Function' && 'Architectures' in Properties);
    const withSharp = functions.filter(({ Properties }) => existsSync(join(folderOf(Properties.Code), 'node_modules', 'sharp')));
    expect(functions).toHaveLength(API_AND_EVENT_FUNCTIONS.length + IMAGE_FUNCTIONS.length);
    expect(withSharp).toHaveLength(IMAGE_FUNCTIONS.length);
    for (const { Properties } of functions) expect(Properties.Architectures).toEqual([lambdaName]);
    for (const { Properties } of withSharp) expect(existsSync(join(folderOf(Properties.Code), 'node_modules', '@img', `sharp-linux-${cpu}`))).toBe(true);
  }, 120_000);
});

function machineOf(file: string): number {
  const bytes = readFileSync(file);
  expect(bytes.subarray(0, 4)).toEqual(Buffer.from('\x7fELF', 'latin1'));
  return bytes.readUInt16LE(18);
}

/** A stack of the packed library, and where the code of its functions is. */
function synthesize(packed: PackedPackage, name: string, body: string): { template: Template; folderOf: (code: unknown) => string } {
  const { app } = packed;
  const out = join(app, `out-${name}`);
  writeFileSync(join(app, `${name}.js`), `
    const { App, Stack } = require('aws-cdk-lib');
    const { Architecture } = require('aws-cdk-lib/aws-lambda');
    const { ImageManagementSystem, Watermark } = require('cdk-image-management-system');
    const app = new App({ outdir: ${JSON.stringify(out)}, analyticsReporting: false });
    const stack = new Stack(app, '${name}');
    ${body}
    app.synth();
  `);
  packed.run(`${name}.js`, { PATH: '', HOME: app });
  const read = (file: string): unknown => JSON.parse(readFileSync(join(out, `${name}.${file}.json`), 'utf8'));
  const manifest = read('assets') as { files: Record<string, { source: { path: string } }> };
  return {
    template: read('template') as Template,
    folderOf: code => join(out, manifest.files[(code as { S3Key: string }).S3Key.replace('.zip', '')]!.source.path),
  };
}
