import { Duration, Token } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Bucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { EC_KEY } from '../../projenrc/templates/public-keys';
import { createStack } from '../../projenrc/templates/synth';
import { CloudFrontDeliveryOptions } from '../../src';
import { toCloudFrontSettings } from '../../src/delivery/cloudfront-options';

const stack = createStack();
const certificate = (region: string) => Certificate.fromCertificateArn(stack, `Of${region}`, `arn:aws:acm:${region}:111122223333:certificate/1`);
const token = Token.asString({ Ref: 'Value' });
const american = certificate('us-east-1');
const bucket = (id: string, objectOwnership?: ObjectOwnership) => new Bucket(stack, id, { objectOwnership });

function settings(options: Partial<CloudFrontDeliveryOptions>) {
  return toCloudFrontSettings({ publicKeys: [EC_KEY], ...options });
}

test.each<[string, Partial<CloudFrontDeliveryOptions>]>([
  ['a domain and a web ACL that are known only after deployment', { domainNames: [token], certificate: american, webAclArn: token }],
  ['a certificate that is known only after deployment', { domainNames: ['a.example.com'], certificate: Certificate.fromCertificateArn(stack, 'Token', token) }],
  ['the shortest caching', { cacheFor: Duration.hours(1) }],
  ['the longest caching', { cacheFor: Duration.days(365) }],
  ['an imported bucket for logs', { logBucket: Bucket.fromBucketName(stack, 'Imported', 'logs') }],
])('take %s', (_title, options) => {
  expect(settings(options)).toMatchObject(options);
});

const hosts = 'host names in lower case, without a scheme, a path or a wildcard';
test.each<[Partial<CloudFrontDeliveryOptions>, string]>([
  [{ domainNames: ['a.example.com'] }, 'domainNames of Delivery.cloudFront() requires certificate: CloudFront serves a domain with a certificate for it'],
  [{ certificate: american }, 'certificate of Delivery.cloudFront() requires domainNames: CloudFront serves a domain with a certificate for it'],
  ...['https://a.example.com', 'A.example.com', '*.example.com', 'a.example.com/x', 'localhost'].map((name): [Partial<CloudFrontDeliveryOptions>, string] =>
    [{ domainNames: [name], certificate: american }, `domainNames of Delivery.cloudFront() must be ${hosts}, got '${name}'`]),
  [{ domainNames: ['a.example.com'], certificate: certificate('eu-west-1') },
    'certificate of Delivery.cloudFront() must be in us-east-1, got eu-west-1; CloudFront only accepts certificates from there'],
  [{ domainNames: ['a.example.com'], certificate: new Certificate(createStack({ env: { region: 'eu-west-2' } }), 'Own', { domainName: 'a.example.com' }) },
    'certificate of Delivery.cloudFront() must be in us-east-1, got eu-west-2; CloudFront only accepts certificates from there'],
  [{ webAclArn: 'arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/Edge/0f1e2d3c' },
    "webAclArn of Delivery.cloudFront() must be the ARN of a global web ACL (arn:aws:wafv2:us-east-1:<account>:global/webacl/<name>/<id>), got 'arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/Edge/0f1e2d3c'"],
  [{ cacheFor: Duration.minutes(30) }, 'cacheFor of Delivery.cloudFront() (in hours) must be a whole number between 1 and 8760, got 0.5'],
  [{ cacheFor: Duration.days(366) }, 'cacheFor of Delivery.cloudFront() (in hours) must be between 1 and 8760, got 8784'],
  [{ cacheFor: Duration.hours(Token.asNumber({ Ref: 'Hours' })) },
    'cacheFor of Delivery.cloudFront() must be known at synth, got a token (a value that exists only after deployment); write the duration itself'],
  ...[bucket('Default'), bucket('Enforced', ObjectOwnership.BUCKET_OWNER_ENFORCED)].map((logBucket): [Partial<CloudFrontDeliveryOptions>, string] =>
    [{ logBucket }, 'logBucket of Delivery.cloudFront() must be a bucket with ACLs enabled, got ObjectOwnership.BUCKET_OWNER_ENFORCED; use ObjectOwnership.BUCKET_OWNER_PREFERRED: CloudFront writes its logs with an ACL']),
])('reject %#', (options, message) => {
  expect(() => settings(options)).toThrow(new Error(message));
});
