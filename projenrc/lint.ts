import { awscdk } from 'projen';

export const lintedFolders = ['src', 'test', 'lambda', 'sdk/src', 'sdk/test', 'integ', 'bench', 'projenrc', '.projenrc.ts'];

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
  });
  eslint.addOverride({ files: ['lambda/**/*.ts'], rules: { 'no-console': 'error' } });
  // Imports run one way: lambda -> src/contract, integ -> src and sdk.
  eslint.addOverride({
    files: ['src/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['**/lambda/**', '**/integ/**', '**/sdk/**'] }] },
  });
  eslint.addOverride({
    files: ['src/contract/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['aws-cdk-lib*', 'aws-cdk-lib/**', 'constructs', '../!(contract)*'] }] },
  });
  eslint.addOverride({
    files: ['lambda/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['aws-cdk-lib*', 'aws-cdk-lib/**', 'constructs', '**/integ/**', '**/sdk/**'] }] },
  });
  eslint.addOverride({
    files: ['sdk/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['**/lambda/**', '**/integ/**', '**/../src/contract/**'] }] },
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
