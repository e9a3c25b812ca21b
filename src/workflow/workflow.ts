import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Definition } from './definition';
import { ImageFunctions, ImageFunctionsProps } from './image-functions';
import { TIMEOUT } from './time-limits';
import { createWorkflowRole } from './workflow-role';
import { accept } from '../accepted-findings';
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
    const role = createWorkflowRole(this, 'Role', {
      platform,
      table,
      inputBucket,
      outputBucket,
      queue,
      functions: [validation, resize, watermark].flatMap((handler) => handler ? [handler.function] : []),
      moderations,
    });
    const definition = new Definition(this, {
      functions: this.functions, moderations, table, inputBucket, outputBucket, queue, system: platform.system,
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      comment: 'Validates an original, makes its renditions, stores its row and sends its event',
      definitionBody: DefinitionBody.fromChainable(definition.start),
      stateMachineType: props.type === WorkflowType.STANDARD ? StateMachineType.STANDARD : StateMachineType.EXPRESS,
      timeout: TIMEOUT,
      role: role.withoutPolicyUpdates(),
      // Executions hold users' ids; what failed, and where, is enough.
      logs: { destination: platform.createLogGroup(this, 'Logs'), level: LogLevel.ERROR, includeExecutionData: false },
      tracingEnabled: true,
    });
    acceptErrorLog(this.stateMachine);
  }
}

/** For every state machine of the system. */
export function acceptErrorLog(stateMachine: StateMachine): void {
  accept(stateMachine, ['AwsSolutions-SF1'],
    'Every state of every image would be a line or two. Rows, events, traces and the logs of the functions tell what went well; the log tells what failed.');
}
