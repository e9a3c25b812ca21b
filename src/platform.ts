import { RemovalPolicy } from 'aws-cdk-lib';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
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
}
