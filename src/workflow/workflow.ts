import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Definition } from './definition';
import { ImageFunctions, ImageFunctionsProps } from './image-functions';
import { createStateMachine } from './state-machine';
import { TIMEOUT } from './time-limits';
import { workflowPermissions } from './workflow-permissions';
import { WorkflowType } from '../options/workflow-type';

export interface WorkflowProps extends ImageFunctionsProps {
  readonly table: ITable;
  /** Of uploads. */
  readonly queue: IQueue;
  readonly type: WorkflowType;
}

/** From an original to its renditions, row and event. */
export class Workflow extends Construct {
  public readonly functions: ImageFunctions;
  public readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const { platform, table, inputBucket, outputBucket, queue } = props;
    this.functions = new ImageFunctions(this, 'Functions', props);
    const { validation, resize, watermark } = this.functions;
    const moderations = props.images.moderations.map((moderation, index) =>
      moderation._bind(this, `Moderation${index === 0 ? '' : index + 1}`, { platform, inputBucket, outputBucket }));
    const definition = new Definition(this, {
      functions: this.functions, moderations, table, inputBucket, outputBucket, queue, system: platform.system,
    });
    const functions = [validation, resize, watermark].flatMap((handler) => handler ? [handler.function] : []);
    this.stateMachine = createStateMachine(this, {
      platform,
      comment: 'Validates an original, makes its renditions, stores its row and sends its event',
      definition: definition.start,
      type: props.type === WorkflowType.STANDARD ? StateMachineType.STANDARD : StateMachineType.EXPRESS,
      timeout: TIMEOUT,
      mayDo: 'What the workflow may do',
      permissions: workflowPermissions(this, { table, inputBucket, outputBucket, queue, functions, moderations }),
    }).stateMachine;
  }
}
