import { awscdk, javascript, JsonFile, typescript } from 'projen';
import { addCommands } from './projenrc/commands';
import { developmentDependencies, handlerDependencies } from './projenrc/dependencies';
import { configureLint } from './projenrc/lint';
import { addSdk } from './projenrc/sdk';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-image-management-system',
  description: 'A complete serverless image backend for AWS as one CDK construct: sign-up, presigned uploads, validation, resizing, watermarks and retrieval',
  keywords: ['image', 'upload', 'resize', 'watermark', 'thumbnail', 'sharp', 'serverless', 's3', 'cognito', 'step-functions'],
  author: 'cdk-image-management-system authors',
  authorAddress: 'authors@example.com',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-image-management-system/cdk-image-management-system.git',
  license: 'Apache-2.0',
  stability: 'experimental',
  // Repairs of a deployed system; needs nothing but Node and the AWS CLI.
  bin: { 'cdk-image-management-system': 'lib/repairs/command/main.js' },

  // The oldest library whose cloud assembly schema the pinned integ-runner still reads.
  cdkVersion: '2.255.0',
  constructsVersion: '10.5.1',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  runner: typescript.TypeScriptRunner.tsx(),
  projenrcTs: true,
  defaultReleaseBranch: 'main',
  release: false,
  github: false,

  publishToPypi: { distName: 'cdk-image-management-system', module: 'cdk_image_management_system' },
  publishToMaven: {
    javaPackage: 'io.github.cdk_image_management_system',
    mavenGroupId: 'io.github.cdk-image-management-system',
    mavenArtifactId: 'cdk-image-management-system',
  },
  publishToGo: { moduleName: 'github.com/cdk-image-management-system/cdk-image-management-system-go' },
  publishToNuget: { dotNetNamespace: 'CdkImageManagementSystem', packageId: 'CdkImageManagementSystem' },

  depsUpgrade: false,
  sampleCode: false,
  jest: false,
  devDeps: [...developmentDependencies, ...handlerDependencies],
  gitignore: ['/assets/', '/.jsii.tabl.json', '/.local/', '/demo-output/', '/bench/results.json', '/.jest-cache/', '/cdk.out/', '/.npmignore', '.DS_Store', '__pycache__/', 'cdk-integ.out.*', '/integ/*.snapshot/'],
  npmignoreEnabled: false,
});

project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
project.npmrc.addConfig('fund', 'false');
project.npmrc.addConfig('audit', 'false');

project.package.addField('files', ['lib/**/*.js', 'lib/**/*.d.ts', 'assets', '.jsii', '.jsii.tabl.json', 'API.md', 'CHANGELOG.md']);

// The newest release whose binaries are published for every platform: with one missing, `npm ci` refuses the lock file.
project.package.addPackageResolutions('unrs-resolver@1.12.2');
// aws-cdk-lib bundles 1.5 beside a package that asks for 1.4, which `npm ci` takes for a missing one.
project.package.addPackageResolutions('jsonschema@^1.5.0');
// Its peer range ends at TypeScript 5; it works with 6.
project.package.file.addOverride('overrides.openapi-typescript', { typescript: '$typescript' });

configureLint(project);
addSdk(project);
addCommands(project);

new JsonFile(project, 'tsconfig.check.json', {
  obj: {
    extends: './tsconfig.json',
    compilerOptions: { noEmit: true, rootDir: '.', module: 'nodenext', jsx: 'react-jsx', stripInternal: true, types: ['node', 'jest'], paths: { [project.name]: ['./src'] } },
    include: ['src', 'lambda', 'integ', 'bench', 'test', 'projenrc', '.projenrc.ts', 'docs/.vitepress/*.mts', 'docs/.vitepress/theme'],
  },
});

project.synth();
