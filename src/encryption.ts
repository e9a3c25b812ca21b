import { ArnFormat, Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { checkKey } from './bring-your-own/own-key';

export interface EncryptionProps {
  readonly encryptionKey?: IKey;
  readonly removalPolicy: RemovalPolicy;
  /** Whether CloudWatch notifies a topic, which may be encrypted with the same key. */
  readonly notifiesTopic: boolean;
}

/**
 * The one key of the system, and what services do with it in their own name. Callers of S3, DynamoDB and SQS use it
 * by their own roles' permissions; the account's root statement, which the CDK writes, lets those count.
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
    // No effect on a key imported by its ARN: its owner adds these statements, as the prop's documentation says.
    for (const statement of this.serviceStatements(props)) this.key.addToResourcePolicy(statement);
  }

  private serviceStatements({ notifiesTopic }: EncryptionProps): PolicyStatement[] {
    const statements = [this.logs(), this.deadLetters()];
    return notifiesTopic ? [...statements, this.alarms()] : statements;
  }

  private logs(): PolicyStatement {
    return new PolicyStatement({
      // Two systems of different stacks may add their statements to one key.
      sid: this.ownedPrefix() ? 'EncryptLogGroups' : 'EncryptLogGroupsOfStacks',
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal(`logs.${Aws.REGION}.${Aws.URL_SUFFIX}`)],
      actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': this.arn('logs', `log-group:${this.ownedPrefix()}*`) } },
    });
  }

  /**
   * EventBridge puts events that it could not deliver into an encrypted queue. It sends KMS no source account and no
   * source ARN, so the limit is the queue that the key is used for; the queue's own policy names the rule.
   */
  private deadLetters(): PolicyStatement {
    return new PolicyStatement({
      sid: 'EncryptUndeliveredEvents',
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      // Not by stack name: CloudFormation shortens it in a queue's name, which has at most 80 characters.
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
   * CloudFormation begins a log group's name with its stack's. The key cannot name the groups themselves: they name
   * the key. Another stack's key does not know this stack's name before both are deployed.
   */
  private ownedPrefix(): string {
    return Stack.of(this.key) === Stack.of(this) ? `${Aws.STACK_NAME}-` : '';
  }

  private arn(service: string, resource: string): string {
    return Stack.of(this).formatArn({
      service, resource, account: Aws.ACCOUNT_ID, region: Aws.REGION, arnFormat: ArnFormat.NO_RESOURCE_NAME,
    });
  }
}
