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

/** The states that follow a moderation. */
export interface ModerationEnds {
  readonly accepted: IChainable;
  /** Finds the reason at `$.moderation.reason`. */
  readonly refused: IChainable;
  /** Without a verdict the image fails: unmoderated images are never published. */
  readonly failed: IChainable;
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
