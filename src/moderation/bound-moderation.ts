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

/** Where a moderation leads to. It leaves its answer, a `ModerationAnswer`, at `$.moderation`. */
export interface ModerationEnds {
  /** The image is accepted. */
  readonly accepted: IChainable;
  /** The image is rejected, or there is no verdict: an image without one is not published. */
  readonly ended: IChainable;
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
