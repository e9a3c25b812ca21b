import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Access } from '../functions/access';
import { Platform } from '../platform';

/** What a moderation reads. */
export interface ModerationContext {
  readonly platform: Platform;
  readonly inputBucket: IBucket;
  readonly outputBucket: IBucket;
}

/** The states that follow a moderation. It leaves its answer, a `ModerationAnswer`, at `$.moderation`. */
export interface ModerationEnds {
  /** The image is accepted. */
  readonly accepted: IChainable;
  /** The image is rejected, or there is no verdict: unmoderated images are never published. */
  readonly ended: IChainable;
}

/** A moderation as part of the workflow. */
export interface BoundModeration {
  /** Functions that the workflow calls for it. */
  readonly functions: readonly IFunction[];
  /** Further permissions of the workflow for the system's resources. */
  readonly access: readonly Access[];
  /** Permissions for other resources. */
  readonly statements: readonly PolicyStatement[];
  /** @param name name of the first state, and prefix of the others */
  createStates(scope: Construct, name: string, ends: ModerationEnds): IChainable;
}
