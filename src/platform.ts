import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue, QueueEncryption, QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BoundNetwork } from './network/bound-network';

/** What every part of the system stands on. */
export class Platform {
  constructor(
    public readonly encryptionKey: IKey,
    public readonly network: BoundNetwork,
    public readonly architecture: Architecture,
    public readonly removalPolicy: RemovalPolicy,
    private readonly logRetention: RetentionDays,
    /** Value of the metrics' dimension. */
    public readonly system: string,
  ) {}

  /** Whether the parts that hold users' data resist deletion. */
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
      // Data keys are used again for this long: one call of KMS an hour for each role, not one for each message.
      dataKeyReuse: Duration.hours(1),
      enforceSSL: true,
      ...props,
    });
  }

  /** Where a hop leaves what it could not hand on, for as long as a queue can keep it. */
  public createDeadLetterQueue(scope: Construct, id: string): Queue {
    return this.createQueue(scope, id, { retentionPeriod: Duration.days(14) });
  }
}
