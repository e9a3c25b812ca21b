import { ArnFormat, Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { checkKey } from './bring-your-own/checks';

export interface EncryptionProps {
  readonly encryptionKey?: IKey;
  readonly removalPolicy: RemovalPolicy;
  /** Whether CloudWatch alarms notify a topic, which may be encrypted with the same key. */
  readonly notifiesTopic: boolean;
}

/**
 * The key of the system, and the key policy for AWS services. Callers of S3, DynamoDB and SQS use the key with the
 * permissions of their own roles, which the account root statement of the CDK enables.
 */
export class Encryption extends Construct {
  public readonly key: IKey;

  constructor(scope: Construct, id: string, props: EncryptionProps) {
    super(scope, id);
    if (props.encryptionKey) checkKey(this, props.encryptionKey);
    this.key = props.encryptionKey ?? new Key(this, 'Key', {
      description: `Encrypts the images, rows, messages and logs of ${scope.node.path}`,
      enableKeyRotation: true,
      removalPolicy: props.removalPolicy,
    });
    // No effect on a key imported by its ARN: its owner adds these statements, as the docs of the prop say.
    for (const statement of this.serviceStatements(props)) this.key.addToResourcePolicy(statement);
  }

  private serviceStatements({ notifiesTopic }: EncryptionProps): PolicyStatement[] {
    const statements = [this.logs(), this.deadLetters()];
    return notifiesTopic ? [...statements, this.alarms()] : statements;
  }

  private logs(): PolicyStatement {
    return new PolicyStatement({
      // Systems in different stacks may add their statements to one key.
      sid: this.logGroupPrefix() ? 'EncryptLogGroups' : 'EncryptLogGroupsOfStacks',
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal(`logs.${Aws.REGION}.${Aws.URL_SUFFIX}`)],
      actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': this.arn('logs', `log-group:${this.logGroupPrefix()}*`) } },
    });
  }

  /**
   * EventBridge puts undelivered events into an encrypted queue. It sends KMS neither source account nor source ARN, so
   * the condition limits the queues; the policy of the queue names the rule.
   */
  private deadLetters(): PolicyStatement {
    return new PolicyStatement({
      sid: 'EncryptUndeliveredEvents',
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      // Not by stack name: CloudFormation truncates it in a queue's name, which has at most 80 characters.
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:sqs:arn': this.arn('sqs', '*') } },
    });
  }

  private alarms(): PolicyStatement {
    return new PolicyStatement({
      sid: 'EncryptAlarmNotifications',
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
        ArnLike: { 'aws:SourceArn': this.arn('cloudwatch', 'alarm:*') },
      },
    });
  }

  /**
   * CloudFormation prefixes log group names with the stack name. Naming the log groups themselves would be a circular
   * dependency, and the key of another stack does not know this stack's name at synth.
   */
  private logGroupPrefix(): string {
    return Stack.of(this.key) === Stack.of(this) ? `${Aws.STACK_NAME}-` : '';
  }

  private arn(service: string, resource: string): string {
    return Stack.of(this).formatArn({
      service, resource, account: Aws.ACCOUNT_ID, region: Aws.REGION, arnFormat: ArnFormat.NO_RESOURCE_NAME,
    });
  }
}
