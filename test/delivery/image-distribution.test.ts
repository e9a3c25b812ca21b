import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { at, text } from '../../projenrc/templates/json';
import { EC_KEY } from '../../projenrc/templates/public-keys';
import { createStack, read } from '../../projenrc/templates/synth';
import { toCloudFrontSettings } from '../../src/delivery/cloudfront-options';
import { ImageDistribution } from '../../src/delivery/image-distribution';
import { Platform } from '../../src/platform';

const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/1';

function before(bucketIn: (stack: Stack) => IBucket): Stack {
  const stack = createStack();
  const key = Key.fromKeyArn(stack, 'Key', KEY_ARN);
  const platform = new Platform(key, { allow: () => undefined }, Architecture.ARM_64, RemovalPolicy.RETAIN, RetentionDays.ONE_DAY, 'System');
  new ImageDistribution(stack, 'Delivery', { platform, outputBucket: bucketIn(stack), allowedOrigins: [], settings: toCloudFrontSettings({ publicKeys: [EC_KEY] }) });
  return stack;
}

const warnings = (stack: Stack) => Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('allow the distribution to read it as docs/delivery.md describes'));

test('a distribution reads an imported bucket in its own region, and warns that its policy is not known', () => {
  const stack = before((scope) => Bucket.fromBucketAttributes(scope, 'Bucket', { bucketName: 'renditions', region: 'eu-west-1' }));
  expect(warnings(stack)).toHaveLength(1);
  const template = read(stack);
  expect(template.ofType('AWS::S3::BucketPolicy')).toEqual([]);
  expect(text(at(template.one('AWS::CloudFront::Distribution').properties, 'DistributionConfig', 'Origins', 0, 'DomainName')))
    .toBe('renditions.s3.eu-west-1.amazonaws.com');
});

test('a distribution extends the policy of a bucket of the same app, and warns of nothing', () => {
  const stack = before((scope) => new Bucket(scope, 'Bucket'));
  expect(warnings(stack)).toEqual([]);
  expect(read(stack).ofType('AWS::S3::BucketPolicy')).toHaveLength(1);
});
