import { readdirSync } from 'node:fs';
import { awscdk } from 'projen';

export const lintedFolders = ['src', 'test', 'lambda', 'sdk/src', 'sdk/test', 'integ', 'bench', 'projenrc', '.projenrc.ts'];

/** Folders of a part of lambda/ that its handlers share; every other folder is a handler. */
const SHARED = ['http', 'schemas', 'imaging', 'messages'];

/** Imports run one way. */
const zones = [
  only('src/contract', []),
  only('src', []),
  only('sdk', []),
  only('lambda/runtime', ['src/contract']),
  only('lambda/data', ['lambda/runtime', 'src/contract']),
  only('lambda/pipeline', ['lambda/data', 'lambda/runtime', 'src/contract']),
  only('lambda/api', ['lambda/data', 'lambda/runtime', 'src/contract']),
  only('lambda/upkeep', ['lambda/pipeline/messages', 'lambda/data', 'lambda/runtime', 'src/contract']),
  ...['pipeline', 'api', 'upkeep'].flatMap((part) => noSiblings(`lambda/${part}`)),
  { target: 'projenrc', from: ['test', 'integ', 'lambda/test'] },
  { target: ['integ', 'bench'], from: ['test', 'lambda/test'] },
];

/** Files of the folder import from itself, from these, and from packages. */
function only(target: string, allowed: readonly string[]): object {
  return { target, from: '.', except: [target, ...allowed, 'node_modules'].map((path) => `./${path}`) };
}

function noSiblings(part: string): object[] {
  const folders = readdirSync(part, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const handlers = folders.filter((name) => !SHARED.includes(name));
  return folders.map((name) => ({
    target: `${part}/${name}`, from: handlers.filter((other) => other !== name).map((other) => `${part}/${other}`),
  }));
}

/** House rules that a machine can hold: short files, no `any`, one-way imports. */
export function configureLint(project: awscdk.AwsCdkConstructLibrary): void {
  const eslint = project.eslint!;
  for (const folder of lintedFolders) eslint.addLintPattern(folder);
  eslint.addPlugins('jest');
  const config = project.tryFindObjectFile('.eslintrc.json')!;
  config.addDeletionOverride('parserOptions.projectService');
  config.addOverride('parserOptions.project', ['./tsconfig.check.json', './sdk/tsconfig.check.json']);
  eslint.addRules({
    '@stylistic/max-len': ['error', { code: 140, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreComments: true, ignoreRegExpLiterals: true }],
    '@typescript-eslint/no-explicit-any': 'error',
    '@typescript-eslint/member-ordering': 'off',
    'curly': ['error', 'multi-line', 'consistent'],
    'max-lines': ['error', { max: 300 }],
    'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    'import/no-extraneous-dependencies': 'off',
    'import/no-unresolved': 'off',
    'import/no-restricted-paths': ['error', { zones }],
  });
  eslint.addOverride({ files: ['lambda/**/*.ts'], rules: { 'no-console': 'error' } });
  // The CDK stays out of what runs in Lambda.
  eslint.addOverride({
    files: ['src/contract/**/*.ts', 'lambda/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['aws-cdk-lib*', 'aws-cdk-lib/**', 'constructs'] }] },
  });
  eslint.addOverride({
    files: ['**/*.test.ts'],
    rules: {
      'max-lines-per-function': 'off',
      'jest/no-focused-tests': 'error',
      'jest/no-disabled-tests': 'error',
      'jest/valid-expect': 'error',
      'jest/expect-expect': 'off',
    },
  });
}
