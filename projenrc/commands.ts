import { awscdk, JsonFile } from 'projen';
import { lintedFolders } from './lint';

const swc = {
  jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' },
  sourceMaps: 'inline',
};

/** The commands of the README and what they run; `command.mjs` makes each work on a fresh clone. */
export function addCommands(project: awscdk.AwsCdkConstructLibrary): void {
  for (const name of [
    'demo', 'local', 'bench', 'bench:sdk', 'docs', 'test', 'test:api-fuzz', 'test:faults', 'test:languages', 'check:upgrade', 'record:contract',
    'integ', 'build',
  ]) {
    project.package.setScript(name, `node projenrc/command.mjs ${name}`);
  }
  project.preCompileTask.reset('tsx projenrc/build-assets.ts');
  project.preCompileTask.description = 'Bundles the handlers and packs sharp into assets/';
  // Modules that are gone would be published from an older dist.
  project.compileTask.exec('rm -rf sdk/dist');
  project.compileTask.exec('tsc -p sdk/tsconfig.json');
  const apiDocs = project.addTask('api-docs', {
    exec: 'tsx projenrc/build-api-docs.ts',
    description: 'Writes docs/openapi.json, the tables of docs/api.md and the types of the client',
  });
  apiDocs.exec('tsx projenrc/build-client-types.ts docs/openapi.json sdk/src/generated/api.ts');
  project.addTask('cost-docs', {
    exec: 'tsx projenrc/build-cost-docs.ts',
    description: 'Writes the tables of docs/cost.md and docs/scaling.md',
  });
  // It asks the registry for the latest release; what is compared with is committed (projenrc/upgrade).
  project.tasks.removeTask('compat');
  const lint = project.addTask('eslint:check', {
    exec: `eslint --ext .ts --max-warnings 0 --no-error-on-unmatched-pattern ${lintedFolders.join(' ')}`,
    description: 'Lints without changing a file',
    env: { ESLINT_USE_FLAT_CONFIG: 'false' },
  });
  project.testTask.reset();
  project.testTask.spawn(lint);
  project.testTask.exec('tsc -p tsconfig.check.json');
  project.testTask.exec('tsc -p sdk/tsconfig.check.json');
  project.testTask.exec('jest --selectProjects construct lambda sdk');
  project.testTask.env('NODE_OPTIONS', '--experimental-vm-modules --no-warnings');
  addPackaging(project);
  project.packageTask.exec('mkdir -p dist/sdk && npm pack --workspace sdk --pack-destination dist/sdk');
  addJest(project);
}

/** All languages in one run, whatever machine it is on: generating reads the whole CDK, which takes longer than a package. */
function addPackaging(project: awscdk.AwsCdkConstructLibrary): void {
  const all = project.tasks.tryFind('package-all')!;
  all.reset('tsx projenrc/package-languages.ts');
  project.packageTask.reset('tsx projenrc/translate-examples.ts');
  project.packageTask.spawn(all);
  for (const language of ['js', 'python', 'java', 'go', 'dotnet']) project.tasks.removeTask(`package:${language}`);
}

function addJest(project: awscdk.AwsCdkConstructLibrary): void {
  const common = { testEnvironment: 'node', clearMocks: true, transform: { '^.+\\.tsx?$': ['@swc/jest', swc] } };
  // The caller's profile, region or emulator must not decide what a unit test sees.
  const withoutAws = { setupFiles: ['<rootDir>/test/support/without-aws.ts'] };
  new JsonFile(project, 'jest.config.json', {
    obj: {
      cacheDirectory: '.jest-cache',
      // A limit against hanging, not a measure: a busy machine takes several times as long.
      testTimeout: 60_000,
      projects: [
        { ...common, ...withoutAws, displayName: 'construct', testMatch: ['<rootDir>/test/**/*.test.ts'] },
        { ...common, ...withoutAws, displayName: 'lambda', testMatch: ['<rootDir>/lambda/test/**/*.test.ts'] },
        {
          ...common,
          displayName: 'sdk',
          testMatch: ['<rootDir>/sdk/test/**/*.test.ts'],
          extensionsToTreatAsEsm: ['.ts'],
          moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
          transform: { '^.+\\.tsx?$': ['@swc/jest', { ...swc, module: { type: 'es6' } }] },
        },
        {
          ...common,
          displayName: 'languages',
          testMatch: ['<rootDir>/integ/languages/**/*.test.ts'],
        },
        {
          ...common,
          displayName: 'end-to-end',
          testMatch: ['<rootDir>/integ/end-to-end/**/*.test.ts'],
          globalSetup: '<rootDir>/integ/end-to-end/start.ts',
          globalTeardown: '<rootDir>/integ/end-to-end/stop.ts',
          // The client is an ES module: `import()` of it has to stay one.
          transform: { '^.+\\.tsx?$': ['@swc/jest', { ...swc, module: { type: 'commonjs', ignoreDynamic: true } }] },
        },
      ],
    },
  });
}
