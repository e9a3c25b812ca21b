import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue, QueueEncryption, QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BoundNetwork } from './network/network';

/** What all parts of the system share. */
export class Platform {
  constructor(
    public readonly encryptionKey: IKey,
    public readonly network: BoundNetwork,
    public readonly architecture: Architecture,
    public readonly removalPolicy: RemovalPolicy,
    private readonly logRetention: RetentionDays,
    /** Value of the metric dimension `System`. */
    public readonly system: string,
  ) {}

  /** Whether resources with user data are protected from deletion. */
  public get retains(): boolean {
    return this.removalPolicy !== RemovalPolicy.DESTROY;
  }

  public createLogGroup(scope: Construct, id: string): LogGroup {
    return new LogGroup(scope, id, {
      encryptionKey: this.encryptionKey,
      retention: this.logRetention,
      removalPolicy: this.removalPolicy,
    });
  }

  public createQueue(scope: Construct, id: string, props: QueueProps): Queue {
    return new Queue(scope, id, {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: this.encryptionKey,
      // SQS reuses data keys: one KMS call per hour and role instead of one per message.
      dataKeyReuse: Duration.hours(1),
      enforceSSL: true,
      ...props,
    });
  }

  /** A dead-letter queue with the maximum retention of SQS. */
  public createDeadLetterQueue(scope: Construct, id: string): Queue {
    return this.createQueue(scope, id, { retentionPeriod: Duration.days(14) });
  }
}
