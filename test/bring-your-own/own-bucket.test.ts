import { Annotations as Acknowledgements, App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, BucketProps, CfnBucket, EventType, IBucket } from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { at, text, texts } from '../../projenrc/templates/json';
import { createStack, read, toStatements } from '../../projenrc/templates/synth';
import { ImageManagementSystem, ImageManagementSystemProps } from '../../src';

const WARNING = (name: string) => `cdk-image-management-system:${name}`;

/** A system with an input bucket and an output bucket of one's own. */
function withBuckets(
  props: BucketProps = {}, more: ImageManagementSystemProps = {}, before: (input: Bucket, stack: Stack) => void = () => undefined,
) {
  const stack = createStack();
  const encryptionKey = new Key(stack, 'Key');
  const good = { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true };
  const bucket = (id: string) => new Bucket(stack, id, { ...good, ...props });
  const [inputBucket, outputBucket] = [bucket('Input'), bucket('Output')];
  before(inputBucket, stack);
  const system = new ImageManagementSystem(stack, 'Images', { encryptionKey, inputBucket, outputBucket, ...more });
  return { stack, system, inputBucket, outputBucket };
}

function errorOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
}

function warnings(stack: Stack): string[] {
  return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('cdk-image-management-system:(?!cognitoSender)')).map(({ entry }) => String(entry.data));
}

describe('buckets of the same app', () => {
  // holds: promise.bring-your-own
  test('take the place of new ones, in every function and rule', () => {
    const { stack, system, inputBucket, outputBucket } = withBuckets();
    const synthesized = read(stack);
    expect([system.inputBucket, system.outputBucket]).toEqual([inputBucket, outputBucket]);
    expect(synthesized.ofType('AWS::S3::Bucket').map(({ id }) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['Input', 'Output']);
    expect(text(synthesized.environmentOf('resize').OUTPUT_BUCKET)).toMatch(/^<Output/);
    const { EventPattern } = synthesized.one('AWS::Events::Rule', 'ObjectCreated').properties;
    expect(text(at(EventPattern, 'detail', 'bucket', 'name', 0))).toMatch(/^<Input/);
  });

  test('are given what the system needs of them, under its own prefixes alone', () => {
    const synthesized = read(withBuckets({}, { upload: { allowedOrigins: ['https://a.example'] } }).stack);
    const [input, output] = ['Input', 'Output'].map((id) => synthesized.one('AWS::S3::Bucket', id).properties);
    expect(at(input, 'CorsConfiguration', 'CorsRules', 0)).toMatchObject({ AllowedOrigins: ['https://a.example'], AllowedMethods: ['PUT', 'POST'] });
    expect(at(output, 'CorsConfiguration', 'CorsRules', 0)).toMatchObject({ AllowedOrigins: ['https://a.example'], AllowedMethods: ['GET', 'HEAD'] });
    expect(input.LifecycleConfiguration).toBeUndefined();
    expect(at(output, 'LifecycleConfiguration', 'Rules')).toEqual([
      expect.objectContaining({ Prefix: 'work/', ExpirationInDays: 1 }), expect.objectContaining({ Prefix: 'images/', ExpirationInDays: 7 }),
    ]);
    const denied = (id: string) => toStatements(synthesized.one('AWS::S3::BucketPolicy', id).properties.PolicyDocument)
      .map(({ effect, actions, resources }) => [effect, actions, resources.map((resource) => resource.replace(/.*>\//, ''))]);
    expect(denied('Input')).toEqual(Array(2).fill(['Deny', ['s3:PutObject'], ['uploads/*']]));
    expect(denied('Output')).toEqual(Array(2).fill(['Deny', ['s3:PutObject'], ['images/*', 'work/*']]));
  });

  test.each<[string, (input: Bucket, stack: Stack) => void]>([
    ['before the system', (input, stack) => input.addEventNotification(EventType.OBJECT_REMOVED, new SqsDestination(new Queue(stack, 'Q')))],
    ['after it', () => undefined],
  ])('keep the notifications that the app adds to them %s', (when, before) => {
    const { stack, inputBucket } = withBuckets({}, {}, before);
    if (when === 'after it') inputBucket.addEventNotification(EventType.OBJECT_REMOVED, new SqsDestination(new Queue(stack, 'Q')));
    const synthesized = read(stack);
    expect(synthesized.one('Custom::S3BucketNotifications').properties.NotificationConfiguration)
      .toMatchObject({ EventBridgeConfiguration: {}, QueueConfigurations: [expect.anything()] });
    expect(synthesized.one('AWS::S3::Bucket', 'Input').properties.NotificationConfiguration).toBeUndefined();
  });

  test('keep notifications in plain CloudFormation, and get the switch beside them without a custom resource', () => {
    const queueConfigurations = [{ event: 's3:ObjectRemoved:*', queue: 'arn:aws:sqs:eu-central-1:111122223333:removed' }];
    const { stack } = withBuckets({}, {}, (input) => {
      (input.node.defaultChild as CfnBucket).notificationConfiguration = { queueConfigurations };
    });
    const synthesized = read(stack);
    expect(synthesized.one('AWS::S3::Bucket', 'Input').properties.NotificationConfiguration).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
      QueueConfigurations: [{ Event: 's3:ObjectRemoved:*', Queue: 'arn:aws:sqs:eu-central-1:111122223333:removed' }],
    });
    expect(synthesized.ofType('Custom::S3BucketNotifications')).toEqual([]);
  });

  test('are looked into with the overrides that the app set', () => {
    const { stack } = withBuckets({}, {}, (input) => {
      (input.node.defaultChild as CfnBucket).addPropertyOverride('NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled', true);
    });
    expect(read(stack).ofType('Custom::S3BucketNotifications')).toEqual([]);
  });

  test('may be plain CloudFormation resources', () => {
    const stack = createStack();
    const encryptionKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-central-1:111122223333:key/1');
    const plain = new CfnBucket(stack, 'Input', {
      bucketEncryption: {
        serverSideEncryptionConfiguration: [{ bucketKeyEnabled: true, serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: encryptionKey.keyArn } }],
      },
    });
    new ImageManagementSystem(stack, 'Images', { encryptionKey, inputBucket: Bucket.fromCfnBucket(plain) });
    expect(at(read(stack).one('AWS::S3::Bucket', 'Input').properties, 'NotificationConfiguration', 'EventBridgeConfiguration', 'EventBridgeEnabled')).toBe(true);
  });

  test('give no warning where they are as they must be', () => {
    expect(warnings(withBuckets().stack)).toEqual([]);
  });

  test.each<[string, BucketProps]>([['versionedBucket', { versioned: true }], ['bucketKey', { bucketKeyEnabled: false }]])('are warned of by %s, each', (name, props) => {
    const found = warnings(withBuckets(props).stack);
    expect(found).toEqual([expect.stringContaining('inputBucket'), expect.stringContaining('outputBucket')]);
    for (const warning of found) expect(warning).toContain(WARNING(name));
  });

  test('rejects one that is open to the public', () => {
    expect(errorOf(() => withBuckets({ blockPublicAccess: BlockPublicAccess.BLOCK_ACLS_ONLY })))
      .toBe('inputBucket must be private, got BlockPublicPolicy, RestrictPublicBuckets: false; use BlockPublicAccess.BLOCK_ALL');
  });

  test('rejects one without a key, and one with another key than the system\'s', () => {
    const fix = 'create the key first and pass it to both';
    expect(errorOf(() => withBuckets({ encryption: BucketEncryption.S3_MANAGED, encryptionKey: undefined, bucketKeyEnabled: undefined })))
      .toBe(`inputBucket must be encrypted with the encryptionKey of the system, got no key of its own; ${fix}`);
    expect(errorOf(() => withBuckets({}, { encryptionKey: undefined })))
      .toBe(`inputBucket must be encrypted with the encryptionKey of the system, got the key Stack/Key; ${fix}`);
  });

  test('rejects one of another region', () => {
    const app = new App();
    const [here, there] = ['eu-central-1', 'us-east-1'].map((region) => new Stack(app, region, { env: { region, account: '111122223333' } }));
    const inputBucket = new Bucket(there, 'Input', { bucketName: 'input-of-another-region' });
    expect(errorOf(() => new ImageManagementSystem(here, 'Images', { inputBucket })))
      .toBe('the region of inputBucket must be that of the system\'s stack, eu-central-1, got us-east-1');
  });

  test('rejects lifecycle settings beside them', () => {
    const fix = 'set lifecycle rules on the supplied bucket itself';
    expect(errorOf(() => withBuckets({}, { originals: { expireAfter: Duration.days(30) } })))
      .toBe(`originals must be omitted when inputBucket is given, got both; ${fix}`);
    expect(errorOf(() => withBuckets({}, { renditions: { intelligentTiering: true } })))
      .toBe(`renditions must be omitted when outputBucket is given, got both; ${fix}`);
  });
});

describe('imported buckets', () => {
  function imported(acknowledge = false) {
    const stack = createStack();
    const [inputBucket, outputBucket]: IBucket[] = ['in', 'out'].map((name) => Bucket.fromBucketName(stack, name, `their-${name}`));
    const system = new ImageManagementSystem(stack, 'Images', { inputBucket, outputBucket, upload: { allowedOrigins: ['https://a.example'] } });
    if (acknowledge) Acknowledgements.of(system).acknowledgeWarning(WARNING('importedBucket'));
    return stack;
  }

  test('are left as they are, their notifications most of all', () => {
    const types = new Set(read(imported()).resources.map(({ type }) => type));
    for (const type of ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'Custom::S3BucketNotifications']) expect(types).not.toContain(type);
  });

  test('are named in rules and roles', () => {
    const synthesized = read(imported());
    expect(texts(at(synthesized.one('AWS::Events::Rule', 'ObjectCreated').properties.EventPattern, 'detail', 'bucket', 'name'))).toEqual(['their-in']);
    const resources = synthesized.statementsOf(synthesized.roleOf(synthesized.functionNamed('resize'))).flatMap((statement) => statement.resources);
    expect(resources).toEqual(expect.arrayContaining(['arn:<AWS::Partition>:s3:::their-in/uploads/*', 'arn:<AWS::Partition>:s3:::their-out/images/*']));
  });

  test('are warned of with what their owner has to see to, until that is acknowledged', () => {
    const [input, output] = warnings(imported());
    for (const part of ['inputBucket is imported', 'EventBridge', 'CORS', 'docs/bring-your-own.md', WARNING('importedBucket')]) expect(input).toContain(part);
    expect(output).toContain('outputBucket is imported');
    expect(output).not.toContain('EventBridge');
    expect(warnings(imported(true))).toEqual([]);
  });
});

test('an upload that the system does not know is removed from a bucket of its own, and kept in one that was brought along', () => {
  const stack = createStack();
  new ImageManagementSystem(stack, 'Images');
  const [own, brought] = [stack, withBuckets().stack].map(read);
  for (const name of ['orchestrator', 'sweeper']) {
    expect(own.environmentOf(name).UNKNOWN_UPLOADS).toBe('remove');
    expect(brought.environmentOf(name).UNKNOWN_UPLOADS).toBe('keep');
  }
});
