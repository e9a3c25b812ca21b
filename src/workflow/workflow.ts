import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { createDefinition } from './definition';
import { ImageFunctions, ImageFunctionsProps, createRecordOutcome } from './functions';
import { createStateMachine, stateMachineType } from './state-machine';
import { TIMEOUT } from './time-limits';
import { workflowPermissions } from './workflow-permissions';
import { HandlerFunction } from '../functions/handler-function';
import { WorkflowType } from '../options/processing-options';

export interface WorkflowProps extends ImageFunctionsProps {
  readonly table: ITable;
  /** The queue of uploads. */
  readonly queue: IQueue;
  readonly type: WorkflowType;
}

/** From an original to its renditions, row and event. */
export class Workflow extends Construct {
  public readonly functions: ImageFunctions;
  public readonly recordOutcome: HandlerFunction;
  public readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const { platform, inputBucket, outputBucket, queue, type } = props;
    this.functions = new ImageFunctions(this, 'Functions', props);
    this.recordOutcome = createRecordOutcome(this, 'RecordOutcomeFunction', props);
    const moderations = props.images.moderations.map((moderation, index) =>
      moderation._bind(this, `Moderation${index === 0 ? '' : index + 1}`, { platform, inputBucket, outputBucket }));
    const { validation, resize, watermark } = this.functions;
    this.stateMachine = createStateMachine(this, {
      platform,
      comment: 'Validates an original, makes its renditions, records the outcome and publishes its event',
      definition: createDefinition(this, {
        functions: this.functions, recordOutcome: this.recordOutcome, moderations, queue, system: platform.system,
      }),
      type: stateMachineType(type),
      timeout: TIMEOUT,
      roleDescription: 'Permissions of the workflow',
      permissions: workflowPermissions(this, {
        imageFunctions: [validation, resize, ...(watermark ? [watermark] : [])].map((handler) => handler.function),
        recordOutcome: this.recordOutcome.function,
        moderations,
        queue,
      }),
    }).stateMachine;
  }
}
