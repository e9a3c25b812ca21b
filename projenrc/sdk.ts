import { awscdk, JsonFile } from 'projen';

/** The client package: an npm workspace, so that one install and one lock file serve both. */
export function addSdk(project: awscdk.AwsCdkConstructLibrary): void {
  project.package.addField('workspaces', ['sdk']);
  new JsonFile(project, 'sdk/package.json', {
    obj: {
      name: 'image-management-client',
      version: '0.0.0',
      description: 'Typed client of the image backend that cdk-image-management-system deploys: accounts, uploads, renditions',
      license: project.package.license,
      author: 'cdk-image-management-system authors',
      repository: { type: 'git', url: 'git+https://github.com/cdk-image-management-system/cdk-image-management-system.git', directory: 'sdk' },
      type: 'module',
      sideEffects: false,
      engines: { node: '>=22.3' },
      exports: {
        '.': { types: './dist/index.d.ts', default: './dist/index.js' },
        './node': { types: './dist/node.d.ts', default: './dist/node.js' },
      },
      // For bundlers of React Native that do not read `exports`.
      main: './dist/index.js',
      types: './dist/index.d.ts',
      files: ['dist', 'README.md', 'LICENSE'],
      dependencies: { ky: '^2.1.0' },
    },
  });
  new JsonFile(project, 'sdk/tsconfig.json', {
    obj: {
      compilerOptions: {
        rootDir: 'src',
        outDir: 'dist',
        target: 'ES2022',
        module: 'nodenext',
        moduleResolution: 'nodenext',
        lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
        types: ['node'],
        declaration: true,
        sourceMap: false,
        strict: true,
        exactOptionalPropertyTypes: false,
        noUncheckedIndexedAccess: true,
        noImplicitOverride: true,
        noUnusedLocals: true,
        noUnusedParameters: true,
        verbatimModuleSyntax: true,
        skipLibCheck: true,
      },
      include: ['src'],
    },
  });
  new JsonFile(project, 'sdk/tsconfig.check.json', {
    obj: {
      extends: './tsconfig.json',
      compilerOptions: { noEmit: true, rootDir: '.', types: ['node', 'jest'] },
      include: ['src', 'test'],
    },
  });
  project.gitignore.addPatterns('/sdk/dist/', '/docs/site/', '/docs/reference/', '/docs/.vitepress/.temp/');
}
