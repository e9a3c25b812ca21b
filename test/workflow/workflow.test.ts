import { at, text } from '../../projenrc/templates/json';
import { synthesize } from '../../projenrc/templates/synth';
import { ImageFormat, ImageManagementSystemProps, Watermark, WorkflowType } from '../../src';

const stack = synthesize({ watermark: Watermark.text('© Example') });

describe('the state machine', () => {
  test('is express, or standard where asked', () => {
    expect(stack.one('AWS::StepFunctions::StateMachine', 'Workflow').properties.StateMachineType).toBe('EXPRESS');
    const standard = synthesize({ workflowType: WorkflowType.STANDARD });
    expect(standard.one('AWS::StepFunctions::StateMachine', 'Workflow').properties.StateMachineType).not.toBe('EXPRESS');
  });

  // holds: threat.workflow.excess-permissions
  test('may call its functions, publish and count an image, and keep an event for later', () => {
    const arn = (name: string) => `<${stack.functionNamed(name).id}.Arn>`;
    const statementsOf = (part: string) => stack.statementsOf(stack.one('AWS::IAM::Role', part));
    const publish = [
      [['sqs:SendMessage'], [expect.stringMatching(/IngestionQueue\w+\.Arn>$/)]],
      [['kms:Decrypt', 'kms:GenerateDataKey'], [expect.stringContaining('Key')]],
      [['events:PutEvents'], ['arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:event-bus/default']],
    ];
    for (const [part, functions] of [['WorkflowRole', ['validation', 'resize', 'watermark', 'record-outcome']], ['PublicationRole', ['record-outcome']]] as const) {
      const named = statementsOf(part).filter(({ resources }) => !resources.includes('*'));
      expect(named.map(({ actions, resources }) => [actions, resources])).toEqual([[['lambda:InvokeFunction'], functions.map(arn)], ...publish]);
      const count = statementsOf(part).find(({ actions }) => actions.includes('cloudwatch:PutMetricData'))!;
      expect(count.conditions).toEqual({ StringEquals: { 'cloudwatch:namespace': 'ImageManagementSystem' } });
    }
  });
});

describe('the function that records outcomes', () => {
  test('may end an image, remove its objects, and tag its renditions', () => {
    const statements = stack.statementsOf(stack.roleOf(stack.functionNamed('record-outcome')));
    const own = statements.filter(({ actions }) => /^(?:dynamodb|s3):/.test(actions[0]));
    expect(own.map(({ actions, resources }) => [actions, resources])).toEqual([
      [['dynamodb:GetItem', 'dynamodb:UpdateItem'], [expect.stringContaining('Table')]],
      [['s3:DeleteObject'], [
        expect.stringMatching(/InputBucket\w+\.Arn>\/uploads\/\*$/),
        expect.stringMatching(/OutputBucket\w+\.Arn>\/images\/\*$/),
        expect.stringMatching(/OutputBucket\w+\.Arn>\/work\/\*$/),
      ]],
      [['s3:GetObject', 's3:PutObject', 's3:PutObjectTagging'], [expect.stringMatching(/OutputBucket\w+\.Arn>\/images\/\*$/)]],
      [['s3:ListBucket'], [expect.stringMatching(/OutputBucket\w+\.Arn>$/)]],
    ]);
    expect(own.at(-1)!.conditions).toEqual({ StringLike: { 's3:prefix': ['images/*', 'work/*'] } });
  });

  test('ends, tried twice, in the time that the image functions leave', () => {
    expect(2 * Number(stack.functionNamed('record-outcome').properties.Timeout)).toBeLessThanOrEqual(30);
  });
});

describe('the image functions', () => {
  test.each([
    ['validation', 512, 15], ['resize', 1769, 30], ['watermark', 1769, 30],
  ])('%s has %d MB and %d s', (name, memory, timeout) => {
    expect(stack.functionNamed(name).properties).toMatchObject({ MemorySize: memory, Timeout: timeout, Handler: `${name}/index.handler` });
  });

  test('have twice the time with AVIF', () => {
    const avif = synthesize({ formats: [ImageFormat.AVIF], watermark: Watermark.text('©') });
    for (const name of ['resize', 'watermark']) expect(avif.functionNamed(name).properties.Timeout).toBe(60);
  });

  test('end within an express execution, each tried twice, with time for the rest', () => {
    const avif: ImageManagementSystemProps = { formats: [ImageFormat.AVIF], watermark: Watermark.text('©') };
    const seconds = ['validation', 'resize', 'watermark'].map((name) => Number(synthesize(avif).functionNamed(name).properties.Timeout));
    expect(seconds.reduce((sum, timeout) => sum + 2 * timeout, 0)).toBeLessThanOrEqual(300 - 30);
  });

  test('share one bundle, and keep their memory small', () => {
    const functions = ['validation', 'resize', 'watermark'].map((name) => stack.functionNamed(name).properties);
    expect(new Set(functions.map(({ Code }) => JSON.stringify(Code))).size).toBe(1);
    for (const properties of functions) expect(at(properties, 'Environment', 'Variables', 'MALLOC_ARENA_MAX')).toBe('1');
  });

  test.each([
    ['validation', [['s3:GetObject', 'InputBucket', 'uploads/*'], ['s3:ListBucket', 'InputBucket']]],
    ['resize', [
      ['s3:GetObject', 'InputBucket', 'uploads/*'], ['s3:ListBucket', 'InputBucket'],
      ['s3:PutObject', 'OutputBucket', 'images/*'], ['s3:PutObject', 'OutputBucket', 'work/*'],
    ]],
    ['watermark', [['s3:GetObject', 'OutputBucket', 'work/*'], ['s3:ListBucket', 'OutputBucket'], ['s3:PutObject', 'OutputBucket', 'images/*']]],
  ])('%s reads and writes what its step needs, and may learn that an object is gone', (name, expected) => {
    const calls = stack.statementsOf(stack.roleOf(stack.functionNamed(name)))
      .flatMap(({ actions, resources }) => actions.flatMap((action) => resources.map((resource) => [action, resource])))
      .filter(([action]) => action.startsWith('s3:'))
      .map(([action, resource]) => [action, ...(/(InputBucket|OutputBucket)\w+\.Arn>(?:\/(.+))?$/.exec(resource) ?? []).slice(1).filter(Boolean)]);
    expect(calls).toEqual(expected);
  });

  test('know the settings of images', () => {
    for (const name of ['validation', 'resize', 'watermark', 'upload-handler', 'image-retrieval']) {
      const settings = JSON.parse(text(stack.environmentOf(name).IMAGE_SETTINGS));
      expect(settings.watermark).toEqual({
        kind: 'text', text: '© Example', color: '#ffffff', position: 'south-east', tile: false, opacity: 0.5, scale: 0.3, margin: 0.03,
      });
      expect(settings.sizes.map((size: { watermark: boolean }) => size.watermark)).toEqual([false, true, true, true]);
    }
  });
});
