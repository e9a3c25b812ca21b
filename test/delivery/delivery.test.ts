import { Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { PriceClass } from 'aws-cdk-lib/aws-cloudfront';
import { Bucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { at, Json, text, texts } from '../../projenrc/templates/json';
import { EC_KEY, OTHER_EC_KEY, RSA_KEY } from '../../projenrc/templates/public-keys';
import { createStack, read, synthesize, Synthesized, toStatements } from '../../projenrc/templates/synth';
import { CloudFrontDeliveryOptions, Delivery, ImageManagementSystem } from '../../src';

function withCloudFront(options: (stack: Stack) => Partial<CloudFrontDeliveryOptions> = () => ({}), allowedOrigins: string[] = []) {
  const stack = createStack();
  const system = new ImageManagementSystem(stack, 'Images', {
    delivery: Delivery.cloudFront({ publicKeys: [EC_KEY], ...options(stack) }), upload: { allowedOrigins },
  });
  return { stack: read(stack), system };
}

const config = (stack: Synthesized) => stack.one('AWS::CloudFront::Distribution').properties.DistributionConfig;
const deliveryOf = (stack: Synthesized) => JSON.parse(text(stack.environmentOf('image-retrieval').DELIVERY));

/** What a function may read in a bucket. */
function readsOf(stack: Synthesized, name: string): string[] {
  return stack.statementsOf(stack.roleOf(stack.functionNamed(name))).filter(({ actions }) => actions.includes('s3:GetObject')).flatMap(({ resources }) => resources);
}

describe('Delivery.s3()', () => {
  test('is the default, and has nothing of CloudFront', () => {
    const stack = synthesize();
    expect(stack.resources.filter(({ type }) => type.startsWith('AWS::CloudFront::'))).toEqual([]);
    expect(deliveryOf(stack)).toEqual({ kind: 's3' });
    expect(stack.template.toJSON()).toEqual(synthesize({ delivery: Delivery.s3() }).template.toJSON());
    expect(new ImageManagementSystem(createStack(), 'Images').distribution).toBeUndefined();
  });

  test('lets the function that signs read the renditions, as those shall who get its URLs', () => {
    expect(readsOf(synthesize(), 'image-retrieval')).toEqual([expect.stringMatching(/OutputBucket\w+\.Arn>\/images\/\*$/)]);
  });
});

describe('Delivery.cloudFront()', () => {
  const { stack, system } = withCloudFront();

  // holds: threat.cloudfront.forged-url, threat.cloudfront.flood
  test('answers signed URLs alone, over HTTPS, HTTP/2 and HTTP/3', () => {
    const behavior = at(config(stack), 'DefaultCacheBehavior');
    expect(text(at(behavior, 'TrustedKeyGroups', 0))).toBe(`<${stack.one('AWS::CloudFront::KeyGroup').id}>`);
    expect(behavior).toMatchObject({ ViewerProtocolPolicy: 'https-only', AllowedMethods: ['GET', 'HEAD'], Compress: false });
    expect(at(config(stack), 'CacheBehaviors')).toBeUndefined();
    expect(config(stack)).toMatchObject({ Enabled: true, HttpVersion: 'http2and3', IPV6Enabled: true, PriceClass: 'PriceClass_All' });
    expect(system.distribution).toBeDefined();
  });

  // holds: threat.cloudfront.foreign-distribution
  test('reads the bucket of renditions by signed requests, and lets nobody else read it', () => {
    const [origin, ...others] = at(config(stack), 'Origins') as Json[];
    expect(others).toEqual([]);
    expect(text(at(origin, 'DomainName'))).toMatch(/^<\w+OutputBucket\w+\.RegionalDomainName>$/);
    const control = stack.one('AWS::CloudFront::OriginAccessControl');
    expect(text(at(origin, 'OriginAccessControlId'))).toBe(`<${control.id}.Id>`);
    expect(control.properties.OriginAccessControlConfig)
      .toMatchObject({ OriginAccessControlOriginType: 's3', SigningBehavior: 'always', SigningProtocol: 'sigv4' });
    // Who that is, and where, is held by the invariants.
    expect(toStatements(stack.ofType('AWS::S3::BucketPolicy').find(({ id }) => id.includes('OutputBucket'))!.properties.PolicyDocument)
      .filter(({ effect }) => effect === 'Allow')).toHaveLength(1);
  });

  // holds: threat.cloudfront.foreign-distribution
  test('lets distributions of the account, and no other, decrypt with the key', () => {
    const statements = toStatements(stack.one('AWS::KMS::Key').properties.KeyPolicy).filter(({ principal }) => text(at(principal, 'Service')) === 'cloudfront.amazonaws.com');
    expect(statements).toHaveLength(1);
    expect(statements[0].actions).toEqual(['kms:Decrypt']);
    expect(text(at(statements[0].conditions, 'ArnLike', 'aws:SourceArn'))).toBe('arn:<AWS::Partition>:cloudfront::<AWS::AccountId>:distribution/*');
  });

  // holds: threat.cloudfront.poisoned-cache
  test('keeps one copy of a picture for all viewers for 30 days, whatever its URL is signed with', () => {
    expect(stack.one('AWS::CloudFront::CachePolicy').properties.CachePolicyConfig).toMatchObject({
      MinTTL: 2_592_000,
      DefaultTTL: 2_592_000,
      MaxTTL: 2_592_000,
      ParametersInCacheKeyAndForwardedToOrigin: {
        QueryStringsConfig: { QueryStringBehavior: 'whitelist', QueryStrings: ['response-content-disposition'] },
        CookiesConfig: { CookieBehavior: 'none' },
        HeadersConfig: { HeaderBehavior: 'none' },
      },
    });
    expect(at(config(stack), 'DefaultCacheBehavior', 'OriginRequestPolicyId')).toBeUndefined();
  });

  // holds: threat.cloudfront.revealing-headers
  test('adds security headers, leaves Cache-Control to S3, and tells nothing of the key', () => {
    const headers = stack.one('AWS::CloudFront::ResponseHeadersPolicy').properties.ResponseHeadersPolicyConfig;
    expect(at(headers, 'SecurityHeadersConfig')).toEqual({
      ContentTypeOptions: { Override: true },
      ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'", Override: true },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, Override: true },
    });
    expect(at(headers, 'CustomHeadersConfig')).toBeUndefined();
    expect(at(headers, 'CorsConfig')).toBeUndefined();
    expect(at(headers, 'RemoveHeadersConfig', 'Items')).toContainEqual({ Header: 'x-amz-server-side-encryption-aws-kms-key-id' });
  });

  test('lets the pages of the allowed origins read pictures', () => {
    const origins = ['https://a.example.com', 'https://b.example.com'];
    const { stack: withOrigins } = withCloudFront(undefined, origins);
    expect(at(withOrigins.one('AWS::CloudFront::ResponseHeadersPolicy').properties.ResponseHeadersPolicyConfig, 'CorsConfig')).toMatchObject({
      AccessControlAllowOrigins: { Items: origins }, AccessControlAllowMethods: { Items: ['GET', 'HEAD'] }, AccessControlAllowCredentials: false, OriginOverride: true,
    });
  });

  test('tells the function that signs its domain and its keys\' ids, and lets it read the signing key instead of the renditions', () => {
    const [key] = stack.ofType('AWS::CloudFront::PublicKey');
    const { kind, domain, keyPairIds } = deliveryOf(stack);
    expect(kind).toBe('cloudfront');
    expect(domain).toBe(`<${stack.one('AWS::CloudFront::Distribution').id}.DomainName>`);
    expect(Object.values(keyPairIds)).toEqual([`<${key.id}>`]);
    expect(readsOf(stack, 'image-retrieval')).toEqual([expect.stringMatching(/OutputBucket\w+\.Arn>\/delivery\/signing-key\.pem$/)]);
  });

  // holds: threat.cloudfront.stolen-signing-key
  test('lets no other function read or write the signing key', () => {
    for (const { name, resource } of stack.functions()) {
      if (name === 'image-retrieval') continue;
      const resources = stack.statementsOf(stack.roleOf(resource)).filter(({ actions }) => actions.some((action) => action.startsWith('s3:'))).flatMap((statement) => statement.resources);
      for (const resourceArn of resources) expect(resourceArn).toMatch(/\.Arn>(?:\/(?:uploads|images|work)\/\*)?$/);
    }
  });

  // holds: threat.cloudfront.stolen-signing-key
  test('has a resource for each public key, named by the key, so that one can replace the other', () => {
    const keysOf = (...publicKeys: string[]) => withCloudFront(() => ({ publicKeys })).stack.ofType('AWS::CloudFront::PublicKey').map(({ id }) => id);
    const [first] = keysOf(EC_KEY);
    expect(keysOf(EC_KEY, RSA_KEY)).toContain(first);
    expect(keysOf(RSA_KEY, EC_KEY).sort()).toEqual(keysOf(EC_KEY, RSA_KEY).sort());
    const both = withCloudFront(() => ({ publicKeys: [EC_KEY, OTHER_EC_KEY] })).stack;
    expect(texts(at(both.one('AWS::CloudFront::KeyGroup').properties.KeyGroupConfig, 'Items'))).toEqual(both.ofType('AWS::CloudFront::PublicKey').map(({ id }) => `<${id}>`));
  });

  test('takes names that differ from region to region, since CloudFront has one list of them', () => {
    const names = [
      ...stack.ofType('AWS::CloudFront::PublicKey').flatMap(({ properties }) => [at(properties, 'PublicKeyConfig', 'Name'), at(properties, 'PublicKeyConfig', 'CallerReference')]),
      at(stack.one('AWS::CloudFront::KeyGroup').properties, 'KeyGroupConfig', 'Name'),
      at(stack.one('AWS::CloudFront::CachePolicy').properties, 'CachePolicyConfig', 'Name'),
      at(stack.one('AWS::CloudFront::ResponseHeadersPolicy').properties, 'ResponseHeadersPolicyConfig', 'Name'),
      at(stack.one('AWS::CloudFront::OriginAccessControl').properties, 'OriginAccessControlConfig', 'Name'),
    ].map(text);
    for (const name of names) expect(name).toMatch(/^Stack[\w-]{1,60}-<AWS::Region>$/);
    // CloudFront's shortest limit is 64; the longest region has 14 characters.
    expect(names.at(-1)!.replace('<AWS::Region>', '').length).toBeLessThanOrEqual(64 - 14);
  });

  // holds: threat.cloudfront.untraced-read, threat.cloudfront.flood
  test('takes a domain of one\'s own, its certificate, a firewall, logs and a price class', () => {
    const webAclArn = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/Edge/0f1e2d3c';
    const { stack: own } = withCloudFront((scope) => ({
      domainNames: ['images.example.com', 'pictures.example.com'],
      certificate: Certificate.fromCertificateArn(scope, 'Certificate', 'arn:aws:acm:us-east-1:111122223333:certificate/1'),
      priceClass: PriceClass.PRICE_CLASS_100,
      logBucket: new Bucket(scope, 'Logs', { objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED }),
      webAclArn,
    }));
    expect(config(own)).toMatchObject({
      Aliases: ['images.example.com', 'pictures.example.com'],
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' },
      PriceClass: 'PriceClass_100',
      WebACLId: webAclArn,
      Logging: { Bucket: { 'Fn::GetAtt': [expect.stringMatching(/^Logs/), 'RegionalDomainName'] } },
    });
    expect(deliveryOf(own).domain).toBe('images.example.com');
  });

  test('lets two systems with the same keys live in one stack', () => {
    const scope = createStack();
    for (const id of ['First', 'Second']) new ImageManagementSystem(scope, id, { delivery: Delivery.cloudFront({ publicKeys: [EC_KEY] }) });
    const names = read(scope).ofType('AWS::CloudFront::PublicKey').map(({ properties }) => text(at(properties, 'PublicKeyConfig', 'Name')));
    expect(new Set(names).size).toBe(2);
  });
});
