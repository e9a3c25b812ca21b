import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Access } from '../functions/access';
import { Platform } from '../platform';

/** What a moderation looks at. */
export interface ModerationContext {
  readonly platform: Platform;
  readonly inputBucket: IBucket;
  readonly outputBucket: IBucket;
}

/** Where a moderation leads to. */
export interface ModerationEnds {
  readonly accepted: IChainable;
  /** Reads what the moderation says of the image at `$.moderation.reason`. */
  readonly refused: IChainable;
  /** Of the image, where there is no verdict: nothing is published that nobody looked at. */
  readonly failed: IChainable;
}

/** What a moderation comes down to. */
export interface BoundModeration {
  /** Functions that the workflow calls for it. */
  readonly functions: readonly IFunction[];
  /** What else the workflow may do for it, with the system's own resources. */
  readonly access: readonly Access[];
  /** And with others. */
  readonly statements: readonly PolicyStatement[];
  /** @param name of its states: that of the first is this */
  createStates(scope: Construct, name: string, ends: ModerationEnds): IChainable;
}
