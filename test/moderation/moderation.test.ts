import aslValidator from 'asl-validator';
import { Aws, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { at, Json, JsonObject, text } from '../../projenrc/templates/json';
import { createStack, read, synthError, Synthesized, synthesize } from '../../projenrc/templates/synth';
import { ImageFormat, ImageManagementSystem, ImageManagementSystemProps, Moderation, Watermark } from '../../src';
import { MODERATION_TRANSITIONS } from '../../src/cost/processing';
import { definitionOf } from '../support/definition';

type States = Record<string, JsonObject>;
const createFunction = (scope: Stack, id = 'Antivirus') =>
  new Function(scope, id, { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = () => 0') });

function systemWith(moderation: (stack: Stack) => Moderation[], props: ImageManagementSystemProps = {}): Synthesized {
  const stack = createStack();
  new ImageManagementSystem(stack, 'Images', { ...props, moderation: moderation(stack) });
  return read(stack);
}
const statesOf = (stack: Synthesized) => at(definitionOf(stack, 'Workflow'), 'States') as States;
const outcome = (verdict: string) => [{ Variable: '$.moderation.outcome', IsPresent: true }, { Variable: '$.moderation.outcome', StringEquals: verdict }];
/** Where states lead to, one after the other. */
const nexts = (states: States, ...names: string[]): Json[] => names.map((name) => states[name].Next);

const own = systemWith((stack) => [Moderation.function(createFunction(stack), { timeout: Duration.seconds(20) })]);
const label = synthesize({ moderation: [Moderation.rekognition()] });
const both = systemWith((stack) => [
  Moderation.function(createFunction(stack)), Moderation.rekognition({ minConfidence: 60, labels: ['Explicit', 'Drugs & Tobacco'] }),
], { watermark: Watermark.text('©') });

test.each([['a function', own], ['Rekognition', label], ['both', both]])('with %s the workflow is valid', (_name, stack) => {
  const { isValid, errorsText } = aslValidator(definitionOf(stack, 'Workflow'));
  expect([isValid, errorsText?.('\n') ?? '']).toEqual([true, '']);
});

test('without moderation there is neither a state nor a right for it', () => {
  expect(synthesize({ moderation: [] }).template.toJSON()).toEqual(synthesize().template.toJSON());
  expect(JSON.stringify(synthesize().template.toJSON())).not.toMatch(/Moderat|moderat|rekognition/);
});

test('the moderations follow each other once the image is decoded, and nothing is watermarked or recorded as ready before the last has accepted', () => {
  const states = statesOf(both);
  expect(at(states.IsResized, 'Choices', 0, 'Next')).toBe('Moderate');
  expect(nexts(states, 'Moderate', 'Moderate2', 'Moderate2Accepted', 'WatermarkEach')).toEqual(['ModerateVerdict', 'Moderate2Verdict', 'WatermarkEach', 'RecordOutcome']);
  expect(at(states.ModerateVerdict, 'Choices', 0)).toEqual({ And: outcome('accepted'), Next: 'Moderate2' });
  expect(states.Moderate2Verdict.Default).toBe('Moderate2Accepted');
  expect(statesOf(own).ModerateVerdict).toMatchObject({ Choices: [{ Next: 'RecordOutcome' }] });
});

test('what a moderation adds to the states of an accepted image is what the model of costs counts', () => {
  const passed = (stack: Synthesized) => JSON.stringify(statesOf(stack)).match(/"Moderate\w*":\{/g)!.filter((name) => !/Reason\d*"|Rejected/.test(name) || name.includes('NoReason'));
  expect(passed(own)).toHaveLength(MODERATION_TRANSITIONS.function);
  expect(passed(label)).toHaveLength(MODERATION_TRANSITIONS.rekognition);
});

test('an image that a moderation does not accept goes to its end: the function that records it reads the answer', () => {
  for (const [stack, name] of [[both, 'ModerateVerdict'], [own, 'ModerateVerdict']] as const) expect(statesOf(stack)[name].Default).toBe('RecordOutcome');
  expect(statesOf(both).Moderate2Rejected).toMatchObject({
    Parameters: { 'outcome': 'rejected', 'reason.$': '$.moderation.reasons[0]' }, ResultPath: '$.moderation', Next: 'RecordOutcome',
  });
});

test.each([['the function', both, 'Moderate'], ['Rekognition', label, 'Moderate']])('a fault of %s fails the image: nothing is published without a verdict', (_name, stack, name) => {
  expect(statesOf(stack)[name].Catch).toEqual([{ ErrorEquals: ['States.ALL'], Next: 'RecordOutcome', ResultPath: '$.error' }]);
});

describe('Moderation.function()', () => {
  const states = statesOf(own);

  test('is called with what its contract says', () => {
    expect(states.Moderate.Parameters).toEqual({
      'version': '1',
      'user_id.$': '$.user_id',
      'image_id.$': '$.image_id',
      'original': {
        'bucket': expect.stringContaining('InputBucket'),
        'key.$': '$.key',
        'size.$': '$.resize.size',
        'content_type.$': '$.resize.type',
        'width.$': '$.resize.width',
        'height.$': '$.resize.height',
        'sha256.$': '$.resize.sha256',
      },
      'pictures': { 'bucket': expect.stringContaining('OutputBucket'), 'keys.$': '$.resize.moderation_keys' },
      'dominant_color.$': '$.resize.dominant_color',
    });
  });

  test('is tried again with jitter, within its time', () => {
    expect(states.Moderate.TimeoutSeconds).toBe(20);
    expect((states.Moderate.Retry as JsonObject[]).map(({ MaxAttempts, JitterStrategy }) => [MaxAttempts, JitterStrategy]))
      .toEqual([[10, 'FULL'], [1, 'FULL'], [3, 'FULL']]);
  });

  test('accepts the image, or anything else ends it', () => {
    expect(states.ModerateVerdict).toEqual({ Type: 'Choice', Choices: [{ And: outcome('accepted'), Next: 'RecordOutcome' }], Default: 'RecordOutcome' });
  });

  test('may read originals and working files, by the key through S3 alone, and the workflow may call it', () => {
    const antivirus = own.ofType('AWS::Lambda::Function').find(({ id }) => id.startsWith('Antivirus'))!;
    const granted = own.statementsOf(own.roleOf(antivirus));
    expect(granted.map(({ actions, resources }) => [actions, resources])).toEqual([
      [['s3:GetObject'], [expect.stringMatching(/InputBucket\w+\.Arn>\/uploads\/\*$/), expect.stringMatching(/OutputBucket\w+\.Arn>\/work\/\*$/)]],
      [['kms:Decrypt'], [expect.stringContaining('Key')]],
    ]);
    expect(text(at(granted[1].conditions, 'StringEquals', 'kms:ViaService'))).toMatch(/^s3\./);
    const invoked = own.statementsOf(own.one('AWS::IAM::Role', 'WorkflowRole')).find(({ actions }) => actions.includes('lambda:InvokeFunction'))!;
    expect(invoked.resources).toContain(`<${antivirus.id}.Arn>`);
  });

  test('may be in another stack, which knows nothing of the system', () => {
    const stack = createStack();
    const other = new Stack(stack.node.root, 'Other');
    new ImageManagementSystem(stack, 'Images', { moderation: [Moderation.function(createFunction(other))] });
    expect(read(stack).ofType('AWS::IAM::Policy').map(({ id }) => id)).toContainEqual(expect.stringMatching(/Moderation/));
    expect(stack.dependencies).toEqual([other]);
    expect(other.dependencies).toEqual([]);
  });

  test('warns where the role of an imported function is not known', () => {
    const stack = createStack();
    const imported = Function.fromFunctionArn(stack, 'Antivirus', `arn:aws:lambda:${Aws.REGION}:${Aws.ACCOUNT_ID}:function:antivirus`);
    new ImageManagementSystem(stack, 'Images', { moderation: [Moderation.function(imported)] });
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('imported without its role.*docs/moderation.md'));
  });

  test('rejects a function of another region', () => {
    const stack = createStack({ env: { account: '111122223333', region: 'eu-central-1' } });
    const imported = Function.fromFunctionArn(stack, 'Antivirus', 'arn:aws:lambda:us-east-1:111122223333:function:antivirus');
    expect(() => new ImageManagementSystem(stack, 'Images', { moderation: [Moderation.function(imported)] }))
      .toThrow('the region of the function of Moderation.function() must be that of the system\'s stack, eu-central-1, got us-east-1');
  });

  test.each([
    [Duration.seconds(0), 'between 1 and 100, got 0'], [Duration.millis(1500), 'a whole number between 1 and 100, got 1.5'], [Duration.seconds(101), 'between 1 and 100, got 101'],
  ])('rejects a timeout of %s', (timeout, expected) => {
    expect(() => Moderation.function(createFunction(createStack()), { timeout })).toThrow(`timeout of Moderation.function(), in seconds, must be ${expected}`);
  });
});

describe('Moderation.rekognition()', () => {
  const picture = at(statesOf(label).Moderate, 'ItemProcessor', 'States', 'ModeratePicture') as JsonObject;

  test('looks at every JPEG of the image, 80 percent sure by default, and tries again', () => {
    expect(statesOf(label).Moderate).toMatchObject({ Type: 'Map', ItemsPath: '$.resize.moderation_keys', ItemSelector: { 'key.$': '$$.Map.Item.Value' } });
    expect(text(picture.Resource)).toMatch(/:states:::aws-sdk:rekognition:detectModerationLabels$/);
    expect(picture.Parameters).toEqual({
      Image: { S3Object: { 'Bucket': expect.stringContaining('OutputBucket'), 'Name.$': '$.key' } }, MinConfidence: 80,
    });
    expect(picture.TimeoutSeconds).toBe(5);
    expect(at(picture.Retry, 0, 'ErrorEquals', 0)).toBe('Rekognition.ProvisionedThroughputExceededException');
    expect((picture.Retry as JsonObject[]).at(-1)).toMatchObject({ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' });
  });

  test('rejects by any label, or by those that are named, and gives the first one as its reason', () => {
    const inside = (stack: Synthesized, name: string) => at(statesOf(stack)[name], 'ItemProcessor', 'States') as States;
    const any = inside(label, 'Moderate');
    expect(any.ModeratePicture).toMatchObject({ ResultSelector: { 'labels.$': '$.ModerationLabels[*].Name' }, Next: 'ModerateLabels' });
    expect(any.ModerateLabels).toMatchObject({ Choices: [{ Variable: '$.labels[0]', IsPresent: true, Next: 'ModerateReason' }], Default: 'ModerateNoReason' });
    expect(any.ModerateReason.Parameters).toEqual({ 'reason.$': '$.labels[0]' });

    const named = inside(both, 'Moderate2');
    expect(named.Moderate2Found.Parameters).toEqual({ 'found.$': "States.Array(States.ArrayContains($.labels, 'Explicit'), States.ArrayContains($.labels, 'Drugs & Tobacco'))" });
    expect(named.Moderate2Labels).toMatchObject({
      Choices: [
        { Variable: '$.found[0]', BooleanEquals: true, Next: 'Moderate2Reason' },
        { Variable: '$.found[1]', BooleanEquals: true, Next: 'Moderate2Reason2' },
      ],
      Default: 'Moderate2NoReason',
    });
    expect(at(named.Moderate2Reason2, 'Parameters', 'reason')).toBe('Drugs & Tobacco');

    expect(statesOf(label).Moderate).toMatchObject({ ResultSelector: { 'reasons.$': '$[*].reason' }, ResultPath: '$.moderation' });
    expect(statesOf(label).ModerateVerdict).toMatchObject({
      Choices: [{ Variable: '$.moderation.reasons[0]', IsPresent: true, Next: 'ModerateRejected' }], Default: 'ModerateAccepted',
    });
    expect(statesOf(label).ModerateAccepted).toMatchObject({ Parameters: { outcome: 'accepted' }, ResultPath: '$.moderation', Next: 'RecordOutcome' });
  });

  test('adds to the workflow the right to ask, and to read what is asked about', () => {
    const statements = (stack: Synthesized) => stack.statementsOf(stack.one('AWS::IAM::Role', 'WorkflowRole'))
      .map(({ actions, resources, conditions }) => JSON.stringify([actions, resources, conditions]));
    const before = statements(synthesize());
    expect(statements(label).filter((statement) => !before.includes(statement)).map((statement) => JSON.parse(statement))).toEqual([
      [['s3:GetObject'], [expect.stringMatching(/OutputBucket\w+\.Arn>\/work\/\*$/)], null],
      [['kms:Decrypt'], [expect.stringContaining('Key')], { StringEquals: { 'kms:ViaService': expect.anything() } }],
      [['rekognition:DetectModerationLabels'], ['*'], null],
    ]);
  });

  test('is in the estimate of the costs, a look for each image', () => {
    const cost = (moderation: Moderation[]) => new ImageManagementSystem(createStack(), 'Images', { moderation }).estimateMonthlyCost({ imagesPerMonth: 10_000 });
    expect(cost([Moderation.rekognition()]).totalUsd - cost([]).totalUsd).toBeCloseTo(10 + 0.05, 5);
  });

  test.each([
    [{ minConfidence: 101 }, 'minConfidence of Moderation.rekognition() must be between 0 and 100, got 101'],
    [{ labels: [] }, 'labels of Moderation.rekognition() must be at least one, got none; leave labels out for every label'],
    [{ labels: ["x' || '"] }, "labels of Moderation.rekognition() must be labels of Rekognition, such as 'Drugs & Tobacco', got 'x' || ''"],
    [{ labels: ['Violence', 'Violence'] }, "labels of Moderation.rekognition() must be different from each other, got 'Violence' twice"],
    [{ labels: [Aws.STACK_NAME] }, 'must be known at synth'],
  ])('rejects %j', (options, message) => {
    expect(() => Moderation.rekognition(options)).toThrow(message);
  });
});

describe('the time of all moderations', () => {
  const slow = (seconds: number, scope = createStack()) =>
    [Moderation.function(createFunction(scope), { timeout: Duration.seconds(seconds) })];
  const [avif, marked] = [{ formats: [ImageFormat.AVIF] }, { watermark: Watermark.text('©') }];

  test.each<[string, number, ImageManagementSystemProps]>([
    ['by default', 100, {}], ['with a watermark', 70, marked], ['with AVIF', 70, avif], ['with both', 10, { ...avif, ...marked }],
  ])('%s fits with that of the functions, each tried twice, into an execution', (_name, seconds, props) => {
    expect(synthError(() => ({ ...props, moderation: slow(seconds) }))).toBe('no error');
    const stack = systemWith((scope) => slow(seconds, scope), props);
    const functions = ['validation', 'resize', ...(props.watermark ? ['watermark'] : [])].map((name) => Number(stack.functionNamed(name).properties.Timeout));
    expect(2 * (seconds + functions.reduce((sum, timeout) => sum + timeout, 0))).toBeLessThanOrEqual(300 - 10);
    expect(synthError(() => ({ ...props, moderation: [...slow(seconds - 4), Moderation.rekognition()] }))).toBe(
      `the timeouts of moderation together must be at most ${seconds} s (each is retried once, and the workflow of an image has 300 s), got ${seconds + 1} s; ` +
      'shorten the timeouts of Moderation.function(), or remove a moderation, AVIF or the watermark');
  });
});
