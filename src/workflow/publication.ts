import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Choice, Condition, Fail, StateMachine, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { OutcomeStates, RECORDED } from './outcome-states';
import { createStateMachine, stateMachineType } from './state-machine';
import { TIMEOUT } from './time-limits';
import { publicationPermissions } from './workflow-permissions';
import { HandlerFunction } from '../functions/handler-function';
import { WorkflowType } from '../options/processing-options';
import { Platform } from '../platform';

export interface PublicationProps {
  readonly platform: Platform;
  readonly recordOutcome: HandlerFunction;
  /** The queue of uploads. */
  readonly queue: IQueue;
  readonly type: WorkflowType;
}

/**
 * Publishes events outside of an image's workflow: deletions, and events that EventBridge did not accept before. It also ends
 * images that the sweeper gives up. Functions in the VPC have no endpoint for EventBridge; a state machine needs none. Its input
 * is a `PublicationInput`.
 */
export class Publication extends Construct {
  public readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { platform, recordOutcome, queue, type }: PublicationProps) {
    super(scope, id);
    const published = new Succeed(this, 'Published');
    const queued = new Fail(this, 'NotPublished', {
      error: 'NotPublished', cause: 'EventBridge accepts no event; the queue holds it, and it is published later',
    });
    const outcome = new OutcomeStates(this, { recordOutcome, queue, system: platform.system, published, queued });
    this.stateMachine = createStateMachine(this, {
      platform,
      comment: 'Publishes events outside of an image\'s workflow, and ends images that are given up',
      definition: new Choice(this, 'IsRecorded').when(Condition.isPresent(RECORDED), outcome.publish).otherwise(outcome.record),
      type: stateMachineType(type),
      timeout: TIMEOUT,
      roleDescription: 'Permissions of the publication of events',
      permissions: publicationPermissions(this, recordOutcome.function, queue),
    }).stateMachine;
  }
}
