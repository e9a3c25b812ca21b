import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { imageEvent } from '../lambda/pipeline/messages/image-event';
import { text } from '../projenrc/templates/json';
import { createStack, read, synthesize } from '../projenrc/templates/synth';
import { ImageManagementSystem } from '../src';

describe('ImageManagementSystem', () => {
  // holds: promise.backend
  test('needs no props', () => {
    const stack = synthesize();
    const types = new Set(stack.resources.map(({ type }) => type));
    const counts = Object.fromEntries([...types].map((type) => [type, stack.ofType(type).length]));
    expect(counts).toMatchObject({
      'AWS::Lambda::Function': 12,
      'AWS::S3::Bucket': 2,
      'AWS::SQS::Queue': 4,
      'AWS::DynamoDB::Table': 1,
      'AWS::KMS::Key': 1,
      'AWS::Cognito::UserPool': 1,
      'AWS::Cognito::UserPoolClient': 1,
      'AWS::StepFunctions::StateMachine': 4,
      'AWS::ApiGateway::RestApi': 1,
      'AWS::EC2::VPC': 1,
      'AWS::EC2::VPCEndpoint': 4,
      'AWS::CloudWatch::Dashboard': 1,
      'AWS::CloudWatch::Alarm': 22,
      'AWS::Events::Rule': 2,
    });
  });

  test('makes no custom resource and no wildcard with the flags of a new app', () => {
    const stack = synthesize(undefined, { context: CURRENTLY_RECOMMENDED_FLAGS });
    expect(stack.resources.filter(({ type }) => type.startsWith('Custom::'))).toEqual([]);
    expect(stack.ofType('AWS::Lambda::Function')).toHaveLength(12);
    // Of the system itself: a repair starts executions of its own state machine, which a role cannot say that the machine names.
    expect(stack.ofType('AWS::IAM::Policy').map(({ id }) => id)).toEqual([expect.stringMatching(/^ImagesRepairsParts/)]);
  });

  test('synthesizes the same template every time', () => {
    expect(synthesize().template.toJSON()).toEqual(synthesize().template.toJSON());
  });

  test('asks no account for anything, even where the stack names its account', () => {
    const app = new App({ context: { 'aws:cdk:disable-asset-staging': true } });
    const stack = new Stack(app, 'Stack', { env: { account: '111111111111', region: 'eu-central-1' } });
    new ImageManagementSystem(stack, 'Images');
    expect(app.synth().manifest.missing).toBeUndefined();
  });

  test('fits twice into one stack', () => {
    const stack = createStack();
    new ImageManagementSystem(stack, 'Public');
    new ImageManagementSystem(stack, 'Internal');
    const both = read(stack);
    expect(both.ofType('AWS::Lambda::Function')).toHaveLength(24);
    const names = both.ofType('AWS::ApiGateway::RestApi').map(({ properties }) => properties.Name);
    expect(new Set(names).size).toBe(2);
  });

  test('fits into a nested stack', () => {
    const nested = new NestedStack(createStack(), 'Nested');
    new ImageManagementSystem(nested, 'Images');
    expect(() => Template.fromStack(nested)).not.toThrow();
  });

  test('offers its parts', () => {
    const system = new ImageManagementSystem(createStack(), 'Images');
    for (const part of ['api', 'apiUrl', 'userPool', 'userPoolClient', 'inputBucket', 'outputBucket', 'table', 'queue', 'deadLetterQueue',
      'eventDeadLetterQueue', 'stateMachine', 'eraseUserStateMachine', 'repairStateMachine', 'encryptionKey', 'vpc', 'dashboard'] as const) {
      expect(system[part]).toBeDefined();
    }
  });

  test('gives the address of the API without a slash at its end', () => {
    const stack = createStack();
    const { apiUrl } = new ImageManagementSystem(stack, 'Images');
    expect(text(stack.resolve(apiUrl))).toMatch(/^https:\/\/<ImagesApiRestApi\w+>\.execute-api\.<AWS::Region>\.<AWS::URLSuffix>\/<\w+Stagev1\w+>$/);
  });

  test.each([
    ['onImageReady', 'Image Ready'], ['onImageRejected', 'Image Rejected'], ['onImageFailed', 'Image Failed'],
    ['onImageDeleted', 'Image Deleted'],
  ] as const)('%s makes a rule for this system\'s events alone', (method, detailType) => {
    const stack = createStack();
    const system = new ImageManagementSystem(stack, 'Images');
    system[method]('Rule', { target: new SqsQueue(new Queue(stack, 'Target')), eventPattern: { detail: { user_id: ['someone'] } } });
    const { properties } = read(stack).ofType('AWS::Events::Rule').find(({ id }) => id.startsWith('ImagesRule'))!;
    expect(properties.EventPattern).toEqual({
      'source': ['image-management-system'],
      'detail-type': [detailType],
      'detail': { bucket: [{ Ref: 'ImagesStorageOutputBucket13D1AC71' }], user_id: ['someone'] },
    });
    expect(properties.Targets).toHaveLength(1);
  });

  test.each([
    ['metricImagesReady', 'ImagesReady'], ['metricImagesRejected', 'ImagesRejected'], ['metricImagesFailed', 'ImagesFailed'],
    ['metricImagesDeleted', 'ImagesDeleted'],
  ] as const)('%s counts what its own workflow counts', (method, metricName) => {
    const stack = createStack();
    const one = new ImageManagementSystem(stack, 'One');
    const other = new ImageManagementSystem(stack, 'Other');
    const metric = one[method]();
    expect(metric).toMatchObject({ namespace: 'ImageManagementSystem', metricName, statistic: 'Sum' });
    expect(metric.dimensions).not.toEqual(other[method]().dimensions);
    const definition = JSON.stringify(read(stack).one('AWS::StepFunctions::StateMachine', 'OneWorkflow').properties.DefinitionString);
    expect(definition).toContain(String(metric.dimensions!.System));
    const counted = (['ready', 'rejected', 'failed', 'deleted'] as const).map((status) => imageEvent({ user_id: '', image_id: '', bucket: '', status }).metric);
    expect(counted).toContain(metricName);
  });

  // holds: threat.output.excess-grant
  test('grantRead lets a principal read renditions and rows, and nothing else', () => {
    const stack = createStack();
    const role = new Role(stack, 'Reader', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
    new ImageManagementSystem(stack, 'Images').grantRead(role).assertSuccess();
    const synthesized = read(stack);
    expect(synthesized.statementsOf(synthesized.one('AWS::IAM::Role', 'Reader')).map(({ actions, resources }) => [actions, resources])).toEqual([
      [['s3:GetObject'], ['<ImagesStorageOutputBucket13D1AC71.Arn>/images/*']],
      [['dynamodb:GetItem', 'dynamodb:Query'], ['<ImagesCatalogTable96804AF5.Arn>']],
      [['kms:Decrypt'], ['<ImagesEncryptionKey11AAF3F4.Arn>']],
    ]);
  });

  // holds: threat.output.excess-grant
  test('grantReadOriginals lets a principal read originals, and nothing else', () => {
    const stack = createStack();
    const role = new Role(stack, 'Reader', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
    new ImageManagementSystem(stack, 'Images').grantReadOriginals(role).assertSuccess();
    const synthesized = read(stack);
    expect(synthesized.statementsOf(synthesized.one('AWS::IAM::Role', 'Reader')).map(({ actions, resources }) => [actions, resources])).toEqual([
      [['s3:GetObject'], ['<ImagesStorageInputBucket29AD5242.Arn>/uploads/*']],
      [['kms:Decrypt'], ['<ImagesEncryptionKey11AAF3F4.Arn>']],
    ]);
  });
});
