import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Choice, Condition, Fail, IChainable, JsonPath, TaskInput, TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService, EventBridgePutEvents, LambdaInvoke, SqsSendMessage } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { EVENT_REFUSED, SERVICE_FAILED } from './retries';
import { PUBLISH_AGAIN_AFTER } from './time-limits';
import { METRIC_NAMESPACE, SYSTEM_DIMENSION } from '../contract/environment';
import { EVENT_SOURCE } from '../contract/events';
import { RecordOutcomeRequest } from '../contract/workflow';
import { createFunctionTask } from '../functions/function-task';
import { HandlerFunction } from '../functions/handler-function';

export interface OutcomeStatesProps {
  readonly recordOutcome: HandlerFunction;
  /** The queue of uploads: events that EventBridge does not accept wait in it. */
  readonly queue: IQueue;
  /** Value of the metrics' dimension. */
  readonly system: string;
  /** What follows once the outcome is published and counted. */
  readonly published: IChainable;
  /** What follows once an event that EventBridge did not accept is in the queue. */
  readonly queued: IChainable;
}

/** Where a state leaves its error. */
export const ERROR = '$.error';
/** A `RecordedOutcome`. */
export const RECORDED = '$.recorded';

/** The states that end an image: record, publish, count. Both the workflow and the publication state machine have them. */
export class OutcomeStates {
  /** Records the outcome of an execution. */
  public readonly record: LambdaInvoke;
  /** Publishes what is recorded already. */
  public readonly publish: Choice;
  /** The outcome may be stored, but it was not published, or objects were left behind. */
  public readonly unfinished: Fail;

  constructor(scope: Construct, { recordOutcome, queue, system, published, queued }: OutcomeStatesProps) {
    this.unfinished = new Fail(scope, 'Unfinished', {
      error: 'Unfinished', cause: 'The outcome could not be recorded or published; the log of record-outcome and the row say how far it got',
    });
    const count = createCount(scope, system);
    count.addCatch(published, { resultPath: ERROR });
    const queueEvent = createQueueEvent(scope, queue);
    queueEvent.addCatch(this.unfinished, { resultPath: ERROR });
    const publishEvent = createPublishEvent(scope);
    publishEvent.addCatch(queueEvent.next(queued), { resultPath: ERROR });
    this.publish = new Choice(scope, 'HasEvent')
      .when(Condition.isPresent(`${RECORDED}.event`), publishEvent.next(count).next(published))
      .when(Condition.isPresent(`${RECORDED}.metric`), count)
      .otherwise(published);
    this.record = createRecordState(scope, 'RecordOutcome', recordOutcome, 'record', RECORDED);
    this.record.addCatch(this.unfinished, { resultPath: ERROR });
    this.record.next(this.publish);
  }
}

/** A call of the function that records outcomes: it gets the whole state of the execution. */
export function createRecordState(
  scope: Construct, id: string, recordOutcome: HandlerFunction, task: RecordOutcomeRequest['task'], resultPath: string,
): LambdaInvoke {
  const payload = { task, execution_id: JsonPath.stringAt('$$.Execution.Id'), run: JsonPath.entirePayload };
  return createFunctionTask(scope, id, { function: recordOutcome.function, payload, resultPath });
}

/** The service integration: functions in the VPC have no endpoint for EventBridge. */
function createPublishEvent(scope: Construct): TaskStateBase {
  const task = new EventBridgePutEvents(scope, 'PublishEvent', {
    entries: [{
      source: EVENT_SOURCE,
      detailType: JsonPath.stringAt(`${RECORDED}.event.detail_type`),
      detail: TaskInput.fromJsonPathAt(`${RECORDED}.event.detail`),
    }],
    resultPath: JsonPath.DISCARD,
  });
  task.addRetry(EVENT_REFUSED);
  return task;
}

/** Puts an `OutboxMessage` into the queue. The orchestrator publishes it later. */
function createQueueEvent(scope: Construct, queue: IQueue): TaskStateBase {
  const task = new SqsSendMessage(scope, 'QueueEvent', {
    queue,
    messageBody: TaskInput.fromObject({
      outbox: { event: JsonPath.objectAt(`${RECORDED}.event`), metric: JsonPath.stringAt(`${RECORDED}.metric`) },
    }),
    delay: PUBLISH_AGAIN_AFTER,
    resultPath: JsonPath.DISCARD,
  });
  task.addRetry(SERVICE_FAILED);
  return task;
}

/** A metric that could not be counted is no reason to end otherwise. */
function createCount(scope: Construct, system: string): TaskStateBase {
  const task = new CallAwsService(scope, 'CountImage', {
    service: 'cloudwatch',
    action: 'putMetricData',
    parameters: {
      Namespace: METRIC_NAMESPACE,
      MetricData: [{
        MetricName: JsonPath.stringAt(`${RECORDED}.metric`),
        Dimensions: [{ Name: SYSTEM_DIMENSION, Value: system }],
        Value: 1,
        Unit: 'Count',
      }],
    },
    // The state machine's role is complete.
    iamResources: ['*'],
    resultPath: JsonPath.DISCARD,
  });
  task.addRetry(SERVICE_FAILED);
  return task;
}
