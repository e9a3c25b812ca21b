import { spawnSync } from 'child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { read, ROOT } from '../../projenrc/documents';

const FOLDER = join(ROOT, 'integ', 'examples');

/** The test of each, by what it is called in its file. */
const HELD_BY: Readonly<Record<string, string>> = {
  'minimal-app': 'test/integ/examples.test.ts',
  'python-app': 'integ/languages/languages.test.ts',
  'react-upload': 'integ/end-to-end/react-example.test.ts',
  'batch-importer': 'integ/end-to-end/examples.test.ts',
  'event-consumer': 'integ/end-to-end/examples.test.ts',
};

/** An example that has another purpose, too, and what makes an app to copy of it. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  'python-app': ['app.py', 'cdk.json', 'requirements.txt'].map((file) => `integ/languages/python/${file}`),
};

/** Templates of the app, by stack, made by its own program. */
function synthesized(app: string): Record<string, { Resources: Record<string, { Type: string; Properties: object }>; Outputs: object }> {
  const out = mkdtempSync(join(tmpdir(), 'example-'));
  try {
    const { status, stderr } = spawnSync(join(ROOT, 'node_modules', '.bin', 'tsx'), ['--tsconfig', join(ROOT, 'tsconfig.check.json'), app], {
      encoding: 'utf8', cwd: ROOT, env: { ...process.env, CDK_OUTDIR: out },
    });
    expect([stderr, status]).toEqual([expect.any(String), 0]);
    const templates = readdirSync(out).filter((name) => name.endsWith('.template.json'));
    return Object.fromEntries(templates.map((name) => [name.split('.')[0], JSON.parse(readFileSync(join(out, name), 'utf8'))]));
  } finally {
    rmSync(out, { recursive: true });
  }
}

// holds: promise.examples
test('each example has a heading in their README, and a test that names it', () => {
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const beside = Object.keys(ELSEWHERE);
  expect([...folders, ...beside].sort()).toEqual(Object.keys(HELD_BY).sort());
  expect(Object.values(ELSEWHERE).flat().filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  const readme = read('integ/examples/README.md').toLowerCase();
  for (const [name, file] of Object.entries(HELD_BY)) {
    expect(readme).toContain(`\n## ${name.replace('-', ' ')}\n`);
    expect(read(file).toLowerCase()).toContain(name in ELSEWHERE ? name.split('-')[0] : name);
  }
});

test('the minimal app synthesizes a system without a VPC, and puts out its address', () => {
  const { Photos } = synthesized(join(FOLDER, 'minimal-app', 'app.ts'));
  const types = Object.values(Photos.Resources).map(({ Type }) => Type);
  expect(types).toContain('AWS::StepFunctions::StateMachine');
  expect(types).not.toContain('AWS::EC2::VPC');
  expect(Object.keys(Photos.Outputs)).toEqual(['ApiUrl']);
}, 180_000);

test('the event consumer synthesizes a queue that gets the ready images of its own system alone', () => {
  const { Wall } = synthesized(join(FOLDER, 'event-consumer', 'app.ts'));
  const named = (type: string, part: string) =>
    Object.entries(Wall.Resources).find(([id, { Type }]) => Type === type && id.includes(part))?.[1].Properties;
  expect(named('AWS::Events::Rule', 'PhotoWall')).toMatchObject({
    EventPattern: { 'detail-type': ['Image Ready'], 'detail': { bucket: [{ Ref: expect.stringContaining('OutputBucket') }] } },
    Targets: [{ DeadLetterConfig: expect.any(Object) }],
  });
  expect(named('AWS::Lambda::EventSourceMapping', 'PhotoWall')).toMatchObject({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
}, 180_000);
