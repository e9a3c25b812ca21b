export interface AcceptedFinding {
  readonly check: string;
  /** Of the resources that it is accepted of: `AWS::S3::Bucket.ImagesStorageInputBucket29AD5242`. */
  readonly resource: RegExp;
  readonly reason: string;
}

/** What cfn-lint and checkov find and may find. One that they no longer find has to go. */
export const ACCEPTED: readonly AcceptedFinding[] = [
  {
    check: 'W3005',
    resource: /./,
    reason: 'The CDK writes a function\'s dependency on its role twice. It does no harm.',
  },
  {
    check: 'CKV_AWS_18',
    resource: /^AWS::S3::Bucket\./,
    reason: 'Access logs need a bucket that cannot be encrypted with the key of the system: `accessLogBucket` names one.',
  },
  {
    check: 'CKV_AWS_21',
    resource: /^AWS::S3::Bucket\./,
    reason: 'A deleted image has to be gone, and versions would keep it. Nothing is ever overwritten.',
  },
  {
    check: 'CKV_AWS_59',
    resource: /^AWS::ApiGateway::Method\./,
    reason: 'Calls that come before a sign-in, and the answer that there is no such call: the one function behind them has no permission in AWS.',
  },
  {
    check: 'CKV_AWS_68',
    resource: /^AWS::CloudFront::Distribution\./,
    reason: 'A firewall has a price and rules that only the team knows: `webAclArn` of `Delivery.cloudFront()` takes one.',
  },
  {
    check: 'CKV_AWS_86',
    resource: /^AWS::CloudFront::Distribution\./,
    reason: 'Access logs hold URLs with their signatures, which open a picture until they expire: `logBucket` names a bucket that few may read.',
  },
  {
    check: 'CKV_AWS_111',
    resource: /^AWS::IAM::Role\./,
    reason: 'Lambda demands the rights to network interfaces on every resource before it attaches a function to a VPC.',
  },
  {
    check: 'CKV_AWS_115',
    resource: /^AWS::Lambda::Function\./,
    reason: 'Reserved concurrency takes away from every other function of the account. Load is bounded before.',
  },
  {
    check: 'CKV_AWS_116',
    resource: /^AWS::Lambda::Function\./,
    reason: 'Failures go to failure destinations and to the dead-letter queues of what calls, not of the functions.',
  },
  {
    check: 'CKV_AWS_117',
    resource: /^AWS::Lambda::Function\.\w*AuthHandler/,
    reason: 'It calls only the public endpoint of Cognito, has no permissions and touches no image.',
  },
  {
    check: 'CKV_AWS_120',
    resource: /^AWS::ApiGateway::Stage\./,
    reason: 'Answers differ by their caller and change with an image.',
  },
  {
    check: 'CKV_AWS_173',
    resource: /^AWS::Lambda::Function\./,
    reason: 'Names, ARNs and settings of pictures, no secret; they are encrypted with the key that AWS keeps for Lambda.',
  },
  {
    check: 'CKV_AWS_174',
    resource: /^AWS::CloudFront::Distribution\./,
    reason: 'CloudFront accepts older versions of TLS under its own domain, which cannot be changed: with `domainNames` viewers need TLS 1.2.',
  },
];
