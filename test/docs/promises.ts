/** Where a test is, and its title as it is written there. */
export type TestName = readonly [file: string, title: string];

const SAMPLE = 'test/integ/sample-stack.test.ts';
const PACKED = 'test/packed-package.test.ts';
const INVARIANTS = 'test/invariants.test.ts';
const EVENTS = 'integ/end-to-end/events.test.ts';
const CLIENT = 'integ/end-to-end/client.test.ts';
const RENDITIONS = 'integ/end-to-end/renditions.test.ts';
const COMMANDS = 'test/projenrc/command.test.ts';
const DOCUMENTED = 'test/docs/support-policy.test.ts';
const LANGUAGES = 'integ/languages/languages.test.ts';
const NOTICES = 'test/third-party-notices.test.ts';
const EXAMPLES = 'test/integ/examples.test.ts';

const linksLead: TestName = ['test/docs/links.test.ts', 'every relative link and anchor of %s leads somewhere'];
const everyScript: TestName = [COMMANDS, 'there is a command for each line of README and CONTRIBUTING'];
const demoRuns: TestName = ['integ/end-to-end/demo.test.ts', 'the demo takes photographs through the system, and writes each rendition beside its original'];
const usedByAll: TestName = [CLIENT, 'the client goes from sign-up to pictures, and ends its session'];

/** Each sentence of README, without its markup, and the tests that hold it. A sentence that promises nothing has none. */
export const PROMISES: Readonly<Record<string, readonly TestName[]>> = {
  'One construct gives your AWS account a complete image backend: users sign up, upload photographs straight to S3, and get them back validated, resized and watermarked.': [
    ['test/image-management-system.test.ts', 'needs no props'],
    usedByAll,
    [RENDITIONS, 'a photograph comes back in every size and format, as the record says'],
    [RENDITIONS, 'the watermark shows in the sizes that have one, at the bottom right, and not in the thumbnail'],
  ],
  'A small typed client, image-management-client, does the calls, the uploads and the waiting in web, Node and React Native apps.': [
    ['sdk/test/bundle.test.ts', 'a client in a browser costs at most 9 kB beside ky, minified and gzipped, and ky at most as much again'],
    ['sdk/test/package.test.ts', 'every Node of this machine imports it and uploads a file with its length'],
    ['integ/end-to-end/client-browser.test.ts', 'from a foreign origin, a smaller picture goes up with its SHA-256, and is shown by its sources'],
    ['integ/end-to-end/client-react-native.test.ts', 'a file of React Native %s is stored byte by byte, and becomes ready'],
  ],

  'Sign-up with a mailed code, sign-in and password reset, in a new Cognito user pool or in yours.': [
    usedByAll,
    ['integ/end-to-end/accounts.test.ts', 'is the only one from then on, and ends every session; its code works once'],
    ['test/identity.test.ts', "a user pool of one's own gets a client and nothing else"],
  ],
  'A grant is for one file of one user, and S3 refuses it after five minutes.': [
    ['integ/end-to-end/grants.test.ts', 'a PUT as granted is stored; none of the refused ones stored or started anything'],
    ['integ/end-to-end/grants.test.ts', 'S3 refuses a PUT after expires_at'],
    ['integ/end-to-end/grant-forms.test.ts', 'S3 refuses a form after expires_at'],
    ['test/settings.test.ts', 'of uploads: 25 MiB, 5 minutes, 100 open grants, 300 a minute, no origin'],
  ],
  'Sizes of your choice in WebP, JPEG, PNG and AVIF, upright and in sRGB, with a text or a picture as a watermark.': [
    ['lambda/test/pipeline/resize/orientation.test.ts', 'orientation %i comes out upright in every format'],
    ['lambda/test/pipeline/resize/colour.test.ts', '%s becomes the sRGB that its profile defines'],
    ['lambda/test/pipeline/watermark/watermark-image.test.ts', 'shows the mark in the %s of the size that takes it, and not in the other'],
    ['lambda/test/pipeline/watermark/watermark-image.test.ts', 'a text as a mark'],
    ['lambda/test/pipeline/watermark/watermark-image.test.ts', 'a picture as a mark'],
  ],
  'Animations keep moving.': [
    [RENDITIONS, 'an animated GIF moves in WebP, with its frames, delays and loop'],
    ['integ/end-to-end/corpus.test.ts', '%s moves in WebP as it did'],
  ],
  'Places, times and serial numbers of a photograph reach no rendition.': [
    ['integ/end-to-end/corpus.test.ts', 'a photograph with its place in it is ready, and no rendition tells the place, or anything but pixels'],
    ['lambda/test/pipeline/resize/metadata.test.ts', '%s leaves no metadata in any rendition'],
  ],
  'A damaged or hostile file is rejected with a reason, and an image that got stuck is found and brought to an end.': [
    ['lambda/test/pipeline/resize/hostile.test.ts', '%s ends with a verdict, in time and memory'],
    ['integ/end-to-end/uploads.test.ts', 'a corrupt file is rejected with its reason, and its original is removed'],
    ['integ/end-to-end/sweeper.test.ts', 'an image whose workflow died is ready after a sweep'],
    ['integ/end-to-end/sweeper.test.ts', 'an image that two more tries did not bring to an end is failed, and its consumers are told'],
  ],
  'Its own VPC has no way to the internet, one KMS key encrypts everything, and each function may make the AWS calls of its code and no others.': [
    [INVARIANTS, 'has no NAT, no internet gateway and no public subnet'],
    [INVARIANTS, 'keeps every bucket private, owned, encrypted with the key through bucket keys, and closed to plain HTTP'],
    [INVARIANTS, 'encrypts every queue, the table and every log group with the key, and rotates the key'],
    ['test/least-privilege/least-privilege.test.ts', 'the role of %s allows the AWS calls of its code, and no others'],
  ],
  'One on EventBridge when an image is ready, rejected, failed or deleted.': [
    [EVENTS, 'a ready image is told of once, as docs/events/image-ready.json says, with every rendition'],
    [EVENTS, 'a rejected image is told of once, as docs/events/image-rejected.json says'],
    [EVENTS, 'a failed image is told of as docs/events/image-failed.json says'],
    [EVENTS, 'a deleted image is told of once, as docs/events/image-deleted.json says'],
  ],
  'A dashboard, alarms with a runbook entry each, and a command that repairs failed and outdated images.': [
    ['test/monitoring/dashboard.test.ts', 'answers how it is first, then follows an image through the system, and ends with the cost'],
    ['test/monitoring/alarms.test.ts', 'docs/runbook.md has a heading for each alarm, and for no other'],
    ['integ/end-to-end/repairs.test.ts', 'a failed image is processed again'],
    ['integ/end-to-end/repairs.test.ts', 'an outdated image gets the renditions of today, stays ready, and its old ones are left to the lifecycle rule'],
    ['test/repairs/command/repair.test.ts', 'counts, estimates, asks, starts and reports'],
  ],
  'Synthesis says what the VPC costs while idle, and an estimate is computed from your own stack.': [
    ['test/cost/announce-cost.test.ts', 'a system in a VPC of its own says at synth what its endpoints cost, and how to run without'],
    ['test/cost/cost-model.test.ts', 'takes the memory of the functions as they are, and the price of their processor'],
  ],
  'Handlers and sharp, for both of Lambda\'s architectures, ship built inside the package: cdk synth needs no Docker, no esbuild and no network.': [
    [PACKED, 'holds each handler, and sharp with libvips, exactly once for each architecture'],
    [PACKED, 'synthesizes two systems in one stack, one with an SVG watermark, with an empty PATH and environment'],
    [PACKED, 'on %s, gives each function binaries of its own architecture'],
    [LANGUAGES, 'the ${consumer.language} app synthesizes the template of the TypeScript one'],
  ],
  'How that compares with hosted and other self-hosted ways is in alternatives, with what they do better.': [
    linksLead,
    ['test/docs/pages.test.ts', 'docs/alternatives.md says of each alternative what it does better, and what its sources are'],
  ],

  'No AWS account and no Docker needed: the whole system runs on a local AWS.': [
    ['test/integ/local-aws/isolation.test.ts', 'neither the emulator nor the CDK CLI sees the account, the proxy or the Node options of the caller'],
    demoRuns,
  ],
  'A fresh clone needs Node 20 or newer and Python 3.11 or newer; each command installs what it misses.': [
    [DOCUMENTED, 'the versions of SUPPORT.md, README and CONTRIBUTING are those of the packages'],
    [COMMANDS, 'a command in a clone where nothing is installed installs first'],
    [COMMANDS, 'fails on an older Node, and says which is needed'],
  ],
  'It deploys the sample stack, signs a user up, uploads photographs and writes every rendition beside its original to demo-output/index.html (your own: npm run demo -- a.jpg b.png).': [
    demoRuns,
    [SAMPLE, 'has every function of the system, a watermark and the origin that it was given'],
    ['test/integ/demo/contact-sheet.test.ts', 'shows the original beside every rendition, with format, dimensions, bytes and what was saved'],
    ['test/integ/demo/arguments.test.ts', 'files are taken in their order, and after -- whatever they are called'],
  ],

  'Also for Python (cdk-image-management-system), Java (io.github.cdk-image-management-system:cdk-image-management-system) and Go (github.com/cdk-image-management-system/cdk-image-management-system-go): the same app in each.': [
    [LANGUAGES, 'the ${consumer.language} app synthesizes the template of the TypeScript one'],
  ],
  'Bring your own buckets, table, key, user pool, VPC or alarm topic as props (how); every member is in API.md.': [
    ['test/bring-your-own/own-bucket.test.ts', 'take the place of new ones, in every function and rule'],
    ['test/bring-your-own/own-table.test.ts', '%s takes the place of a new one'],
    ['test/encryption.test.ts', 'takes the place of a new one, and gets the statements it needs'],
    ['test/identity.test.ts', "a user pool of one's own gets a client and nothing else"],
    ['test/network/network.test.ts', 'puts the functions into its isolated subnets and adds no endpoints'],
    ['test/monitoring/alarms.test.ts', 'tell nobody by default, and the topic where there is one'],
    ['test/docs/reference.test.ts', 'every public member has a summary'],
    ['test/docs/reference.test.ts', 'API.md has every public member'],
  ],
  'Then cdk deploy: deployment has the bootstrap, the first user and the tear-down.': [
    linksLead,
    ['test/docs/pages.test.ts', 'docs/deployment.md has the bootstrap, the first user and the tear-down'],
  ],

  'The client\'s options and errors are in sdk/README.md.': [
    ['sdk/test/reference.test.ts', 'every option that may be left out tells its default'],
    ['sdk/test/readme.test.ts', 'each example compiles'],
  ],
  'More to copy, each held by a test: examples of a Python app, a React upload component, a batch importer and a consumer of events.': [
    [EXAMPLES, 'each example has a heading in their README, and a test that names it'],
  ],

  'npm run demo: photographs through the whole system on a local AWS, and a contact sheet of the results': [everyScript, demoRuns],
  'npm run local: the same backend, kept up, with a gallery page to play with': [
    everyScript,
    ['test/integ/gallery/server.test.ts', 'serves the page, what it asks for, and where the backend is'],
    ['integ/end-to-end/browser-uploads.test.ts', 'an upload shows its progress, and becomes a picture with a source for each format'],
  ],
  'npm test: lint, types and every test but those of the packages in other languages; ends with N passed, N failed': [
    everyScript,
    [COMMANDS, 'npm test builds, lints, checks types, runs the tests, and ends with how many passed and failed'],
  ],
  'npm run bench: the image pipeline beside simpler programs': [everyScript, ['test/bench/rounds.test.ts', 'a ratio pairs the same photograph of the same round']],
  'npm run docs: these documents and the client\'s reference as a site, in docs/site/': [
    everyScript,
    ['test/docs/site.test.ts', 'has a page for each document, and every link of it leads somewhere'],
    ['sdk/test/reference.test.ts', 'the reference builds, with every public name documented'],
  ],
  'npm run build: everything that is published, into dist/': [
    everyScript,
    [LANGUAGES, 'the ${consumer.language} app synthesizes the template of the TypeScript one'],
    [LANGUAGES, 'the client compiles in an app of TypeScript, signs in and lists images'],
  ],
  'npx projen: regenerates generated files': [],
  'The rest of them is in CONTRIBUTING.md.': [everyScript],

  'Apache-2.0.': [[DOCUMENTED, 'both packages have the licence that README names']],
  'The package contains sharp (Apache-2.0) with libvips (LGPL-3.0), the font Noto Sans (OFL-1.1) and resvg (MPL-2.0).': [
    [NOTICES, 'name every package and library beside the functions of %s'],
  ],
  'They and everything else that is shipped are listed, with the licences\' words, in assets/THIRD-PARTY-NOTICES.txt of the package.': [
    [NOTICES, 'of the whole package hold what those of each part name, and the words of each licence'],
  ],
};
