import { Duration } from 'aws-cdk-lib';
import { Bucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { at, JsonObject, text } from '../projenrc/templates/json';
import { createStack, read, Resource, synthesize, toStatements } from '../projenrc/templates/synth';
import { ImageManagementSystem } from '../src';

function rules(bucket: Resource) {
  return at(bucket.properties, 'LifecycleConfiguration', 'Rules');
}

describe('accessLogBucket', () => {
  // holds: threat.input.untraced-object, threat.output.untraced-read
  test('gets the access logs of both buckets, each under its own name, and lets S3 write them', () => {
    const stack = createStack();
    const logs = new Bucket(stack, 'Logs', { objectOwnership: ObjectOwnership.OBJECT_WRITER });
    new ImageManagementSystem(stack, 'Images', { accessLogBucket: logs });
    const template = read(stack);
    for (const name of ['InputBucket', 'OutputBucket']) {
      const { DestinationBucketName, TargetObjectKeyFormat } = template.one('AWS::S3::Bucket', name).properties.LoggingConfiguration as JsonObject;
      expect(text(DestinationBucketName)).toBe(`<${template.one('AWS::S3::Bucket', 'Logs').id}>`);
      expect(TargetObjectKeyFormat).toEqual({ PartitionedPrefix: {} });
    }
    expect(template.one('AWS::S3::Bucket', 'Logs').properties.AccessControl).toBe('LogDeliveryWrite');
  });

  test('is needed for access logs: without it there are none', () => {
    for (const { properties } of synthesize().ofType('AWS::S3::Bucket')) expect(properties.LoggingConfiguration).toBeUndefined();
  });
});

describe('the input bucket', () => {
  const stack = synthesize({ upload: { allowedOrigins: ['https://a.example.com', 'https://b.example.com'] } });
  const bucket = stack.one('AWS::S3::Bucket', 'InputBucket');

  test('reports its objects to EventBridge, in plain CloudFormation', () => {
    expect(bucket.properties.NotificationConfiguration).toEqual({ EventBridgeConfiguration: { EventBridgeEnabled: true } });
  });

  test('takes uploads from the allowed origins, and lets them read what a resumed upload needs', () => {
    expect(at(bucket.properties, 'CorsConfiguration', 'CorsRules')).toEqual([{
      AllowedOrigins: ['https://a.example.com', 'https://b.example.com'],
      AllowedMethods: ['PUT', 'POST'],
      AllowedHeaders: ['*'],
      ExposedHeaders: expect.arrayContaining(['ETag', 'x-amz-request-id', 'x-amz-checksum-sha256']),
      MaxAge: 3600,
    }]);
  });

  test('takes none from a browser where no origin is allowed', () => {
    for (const { properties } of synthesize().ofType('AWS::S3::Bucket')) expect(properties.CorsConfiguration).toBeUndefined();
  });

  // holds: threat.input.filled-storage
  test('forgets aborted uploads after a day, and keeps originals', () => {
    expect(rules(bucket)).toEqual([{ Id: 'AbortedUploads', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' }]);
  });

  test('deletes originals at the age that is asked for', () => {
    const expiring = synthesize({ originals: { expireAfter: Duration.days(365) } }).one('AWS::S3::Bucket', 'InputBucket');
    expect(rules(expiring)).toContainEqual({ Id: 'Originals', Prefix: 'uploads/', ExpirationInDays: 365, Status: 'Enabled' });
  });

  test('moves originals to colder storage, in one rule with their end', () => {
    const moving = synthesize({
      originals: {
        transitionToInfrequentAccessAfter: Duration.days(30),
        transitionToGlacierInstantRetrievalAfter: Duration.days(120),
        expireAfter: Duration.days(730),
      },
    }).one('AWS::S3::Bucket', 'InputBucket');
    expect(rules(moving)).toContainEqual({
      Id: 'Originals',
      Prefix: 'uploads/',
      Transitions: [{ StorageClass: 'STANDARD_IA', TransitionInDays: 30 }, { StorageClass: 'GLACIER_IR', TransitionInDays: 120 }],
      ExpirationInDays: 730,
      Status: 'Enabled',
    });
  });

  // An absent header makes "not equal" true: without the second condition every upload that names no encryption is refused.
  test.each([
    ['encryption', 's3:x-amz-server-side-encryption', 'aws:kms'],
    ['key', 's3:x-amz-server-side-encryption-aws-kms-key-id', `<${stack.one('AWS::KMS::Key').id}.Arn>`],
  ])('refuses an upload that names another %s, and takes one that names none', (_what, header, value) => {
    const policy = stack.one('AWS::S3::BucketPolicy', 'InputBucket').properties.PolicyDocument;
    const denied = toStatements(policy).filter(({ actions, effect }) => effect === 'Deny' && actions.includes('s3:PutObject'));
    const conditions = denied.map((statement) => statement.conditions).find((condition) => at(condition, 'StringNotEquals', header) !== undefined);
    expect(text(at(conditions, 'StringNotEquals', header))).toBe(value);
    expect(at(conditions, 'Null', header)).toBe('false');
  });
});

describe('the output bucket', () => {
  const bucket = synthesize({ upload: { allowedOrigins: ['*'] } }).one('AWS::S3::Bucket', 'OutputBucket');

  test('lets the allowed origins read', () => {
    expect(at(bucket.properties, 'CorsConfiguration', 'CorsRules', 0)).toMatchObject({ AllowedOrigins: ['*'], AllowedMethods: ['GET', 'HEAD'] });
  });

  // holds: threat.output.leftover-files
  test('forgets working files and aborted uploads after a day', () => {
    expect(rules(bucket)).toEqual([
      { Id: 'AbortedUploads', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' },
      { Id: 'WorkingFiles', Prefix: 'work/', ExpirationInDays: 1, Status: 'Enabled' },
      expect.objectContaining({ Id: 'Superseded' }),
    ]);
  });

  test('has S3 watch which renditions are read, where that is asked for', () => {
    const tiered = synthesize({ renditions: { intelligentTiering: true } }).one('AWS::S3::Bucket', 'OutputBucket');
    expect(rules(tiered)).toContainEqual({
      Id: 'Renditions', Prefix: 'images/', Transitions: [{ StorageClass: 'INTELLIGENT_TIERING', TransitionInDays: 0 }], Status: 'Enabled',
    });
  });

  test('forgets renditions that others took the place of a week later, and no other', () => {
    expect(rules(bucket)).toContainEqual({
      Id: 'Superseded', Prefix: 'images/', TagFilters: [{ Key: 'superseded', Value: 'true' }], ExpirationInDays: 7, Status: 'Enabled',
    });
  });

  test('reports nothing', () => {
    expect(bucket.properties.NotificationConfiguration).toBeUndefined();
  });
});
