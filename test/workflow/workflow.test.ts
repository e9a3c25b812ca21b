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

  test('may call its functions, end an image, remove its objects, tell and count it, and keep an event for later', () => {
    const named = stack.statementsOf(stack.one('AWS::IAM::Role', 'WorkflowRole')).filter(({ resources }) => !resources.includes('*'));
    const arn = (name: string) => `<${stack.functionNamed(name).id}.Arn>`;
    expect(named.map(({ actions, resources }) => [actions, resources])).toEqual([
      [['lambda:InvokeFunction'], [arn('validation'), arn('resize'), arn('watermark')]],
      [['dynamodb:GetItem', 'dynamodb:UpdateItem'], [expect.stringContaining('Table')]],
      [['s3:DeleteObject'], [
        expect.stringMatching(/InputBucket\w+\.Arn>\/uploads\/\*$/),
        expect.stringMatching(/OutputBucket\w+\.Arn>\/images\/\*$/),
        expect.stringMatching(/OutputBucket\w+\.Arn>\/work\/\*$/),
      ]],
      [['s3:GetObject', 's3:PutObject', 's3:PutObjectTagging'], [expect.stringMatching(/OutputBucket\w+\.Arn>\/images\/\*$/)]],
      [['s3:ListBucket'], [expect.stringMatching(/OutputBucket\w+\.Arn>$/)]],
      [['sqs:SendMessage'], [expect.stringMatching(/IngestionQueue\w+\.Arn>$/)]],
      [expect.arrayContaining(['kms:Decrypt']), [expect.stringContaining('Key')]],
      [['kms:Decrypt', 'kms:GenerateDataKey'], [expect.stringContaining('Key')]],
      [['kms:Decrypt', 'kms:GenerateDataKey'], [expect.stringContaining('Key')]],
      [['events:PutEvents'], ['arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:event-bus/default']],
    ]);
    expect(named.find(({ actions }) => actions.includes('s3:ListBucket'))!.conditions).toEqual({ StringLike: { 's3:prefix': ['images/*', 'work/*'] } });
    const count = stack.statementsOf(stack.one('AWS::IAM::Role', 'WorkflowRole')).find(({ actions }) => actions.includes('cloudwatch:PutMetricData'))!;
    expect(count.conditions).toEqual({ StringEquals: { 'cloudwatch:namespace': 'ImageManagementSystem' } });
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
