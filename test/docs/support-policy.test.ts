import { read } from '../../projenrc/documents';

interface Manifest {
  readonly license: string;
  readonly engines: { readonly node: string };
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const library = JSON.parse(read('package.json')) as Manifest;
const client = JSON.parse(read('sdk/package.json')) as Manifest;
const policy = read('SUPPORT.md');

/** Second cell of the row of that name. */
function oldest(row: string): string {
  return policy.split('\n').find((line) => line.startsWith(`| ${row}`))!.split('|')[2].trim();
}

const version = (range: string) => range.replace(/^[^\d]*/, '');

// holds: promise.prerequisites
test('the versions of SUPPORT.md, README and CONTRIBUTING are those of the packages', () => {
  expect(oldest('Node of your CDK app')).toBe(version(library.engines.node));
  expect(oldest('Node of apps with the client')).toBe(version(client.engines.node));
  expect(oldest('`aws-cdk-lib`')).toBe(version(library.peerDependencies['aws-cdk-lib']));
  expect(oldest('`constructs`')).toBe(version(library.peerDependencies.constructs));
  expect(`${oldest('jsii')}.0`).toBe(version(library.devDependencies.jsii));
  const [major] = version(library.engines.node).split('.');
  for (const path of ['README.md', 'CONTRIBUTING.md']) expect(read(path)).toContain(`Node ${major} or newer`);
  // The newest that any tool of `npm test` asks for.
  const tools = ['integ/local-aws/emulator.ts', 'integ/api-fuzz/run-fuzzer.ts', 'integ/template-checks/check-templates.ts'];
  const minors = tools.flatMap((path) => [...read(path).matchAll(/\bminor: (\d+)/g)].map(([, minor]) => Number(minor)));
  expect(minors.length).toBeGreaterThan(1);
  for (const path of ['README.md', 'CONTRIBUTING.md']) expect(read(path)).toMatch(new RegExp(`Python 3\\.${Math.max(...minors)}\\s+or newer`));
});

// holds: promise.licence
test('both packages have the licence that README names', () => {
  expect(read('README.md')).toContain(`\n${library.license}. The package contains`);
  expect(client.license).toBe(library.license);
});
