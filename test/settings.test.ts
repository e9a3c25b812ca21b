import { RemovalPolicy, Size } from 'aws-cdk-lib';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { at } from '../projenrc/templates/json';
import { synthError, synthesize } from '../projenrc/templates/synth';
import { ImageSize, WorkflowType } from '../src';
import { toSettings } from '../src/settings';

describe('the documented defaults', () => {
  const settings = toSettings({});

  test('of images: four sizes in WebP and JPEG, no watermark', () => {
    const { sizes, formats, watermark } = settings.images.settings;
    expect(sizes.map(({ recipe, ...size }) => ({ ...size, recipe: /^[0-9a-f]{8}$/.test(recipe) }))).toEqual([
      { name: 'thumbnail', width: 150, height: 150, fit: 'cover', position: 'center', enlarge: false, watermark: false, recipe: true },
      { name: 'small', width: 480, fit: 'inside', position: 'center', enlarge: false, watermark: false, recipe: true },
      { name: 'medium', width: 1024, fit: 'inside', position: 'center', enlarge: false, watermark: false, recipe: true },
      { name: 'large', width: 1920, fit: 'inside', position: 'center', enlarge: false, watermark: false, recipe: true },
    ]);
    expect(formats).toEqual([{ format: 'webp', quality: 80, effort: 2 }, { format: 'jpeg', quality: 80 }]);
    expect(watermark).toBeUndefined();
  });

  // holds: promise.upload
  test('of uploads: 25 MiB, 5 minutes, 100 open grants, 300 a minute, no origin', () => {
    expect(settings.upload).toEqual({
      maxFileSize: Size.mebibytes(25).toBytes(), urlExpirySeconds: 300, maxOpenGrants: 100, maxGrantsPerMinute: 300, allowedOrigins: [],
    });
    expect(settings.images.settings.limits.maxFileSize).toBe(25 * 1024 * 1024);
  });

  test('of the API: 100 requests a second and 200 at once, 20 and 40 for account calls, with the role for its logs', () => {
    expect(settings.api).toEqual({
      throttlingRateLimit: 100,
      throttlingBurstLimit: 200,
      authThrottlingRateLimit: 20,
      authThrottlingBurstLimit: 40,
      webAclArn: undefined,
      cloudWatchRole: true,
    });
  });

  test('of the rest: originals kept, express workflow, arm64, logs for a month, data retained', () => {
    expect(settings).toMatchObject({
      originals: {},
      workflowType: WorkflowType.EXPRESS,
      architecture: Architecture.ARM_64,
      logRetention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  });

  test('of the network: isolated', () => {
    expect(synthesize().ofType('AWS::EC2::VPC')).toHaveLength(1);
  });
});

describe('the removal policy', () => {
  const DATA = ['AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::Cognito::UserPool', 'AWS::KMS::Key', 'AWS::Logs::LogGroup'];

  // holds: threat.table.deleted-table, threat.key.deleted-key
  test('RETAIN keeps all data when it leaves the stack, and protects table and user pool from deletion by hand', () => {
    const stack = synthesize();
    for (const { body } of DATA.flatMap((type) => stack.ofType(type))) expect([body.DeletionPolicy, body.UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    expect(stack.one('AWS::DynamoDB::Table').properties.DeletionProtectionEnabled).toBe(true);
    expect(stack.one('AWS::Cognito::UserPool').properties.DeletionProtection).toBe('ACTIVE');
  });

  test('DESTROY deletes all data', () => {
    const stack = synthesize({ removalPolicy: RemovalPolicy.DESTROY });
    for (const { body } of DATA.flatMap((type) => stack.ofType(type))) expect(body.DeletionPolicy).toBe('Delete');
    expect(stack.one('AWS::DynamoDB::Table').properties.DeletionProtectionEnabled).not.toBe(true);
    expect(stack.one('AWS::Cognito::UserPool').properties.DeletionProtection).toBe('INACTIVE');
  });
});

describe('other props', () => {
  test('set the processor and the age of logs everywhere', () => {
    const stack = synthesize({ architecture: Architecture.X86_64, logRetention: RetentionDays.ONE_WEEK });
    for (const { resource } of stack.functions()) expect(at(resource.properties, 'Architectures', 0)).toBe('x86_64');
    for (const { properties } of stack.ofType('AWS::Logs::LogGroup')) expect(properties.RetentionInDays).toBe(7);
  });

  test.each([
    ['removalPolicy', { removalPolicy: RemovalPolicy.SNAPSHOT },
      'removalPolicy must be RETAIN, RETAIN_ON_UPDATE_OR_DELETE or DESTROY, got SNAPSHOT; CloudFormation cannot snapshot buckets and tables'],
    ['logRetention', { logRetention: RetentionDays.INFINITE },
      'logRetention must be finite, got RetentionDays.INFINITE; logs kept forever eventually cost more than the system; use TEN_YEARS at most'],
    ['architecture', { architecture: Architecture.custom('riscv64') },
      "architecture must be Architecture.ARM_64 or Architecture.X86_64, got 'riscv64'"],
  ])('rejects a bad %s', (_prop, props, message) => {
    expect(synthError(() => props)).toBe(message);
  });

  test('rejects more settings than fit into a function\'s environment', () => {
    const sizes = Array.from({ length: 40 }, (_, index) => ImageSize.of(`size-${index}`, { width: 100 + index }));
    expect(synthError(() => ({ sizes }))).toMatch(
      /^sizes, formats, watermark and upload\.allowedOrigins together must be at most 3072 bytes as JSON \(.*\), got \d{4}; configure fewer .* 40 sizes and 0 origins$/);
  });

  test('keeps every environment below Lambda\'s 4096 bytes at the largest settings that it accepts', () => {
    const sizes = Array.from({ length: 21 }, (_, index) => ImageSize.of(`size-${index}`, { width: 100 + index }));
    const stack = synthesize({ sizes });
    for (const { resource } of stack.functions()) {
      const variables = Object.entries(at(resource.properties, 'Environment', 'Variables') as Record<string, unknown>);
      // A reference stands for a name or an ARN of at most 130 characters.
      const bytes = variables.reduce((sum, [name, value]) => sum + name.length + (typeof value === 'string' ? Buffer.byteLength(value) : 130), 0);
      expect(bytes).toBeLessThanOrEqual(4096);
    }
  });
});
