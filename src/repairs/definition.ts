import { Duration } from 'aws-cdk-lib';
import {
  Choice, Condition, DistributedMap, Fail, IChainable, JsonPath, Pass, StateMachineType, Succeed, TaskInput, Timeout, Wait, WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { RepairRequest } from '../contract/repairs';
import { HandlerFunction } from '../functions/handler-function';
import { FUNCTION_FAILED, LAMBDA_BUSY } from '../workflow/retries';

/** Parts at a time: with what each sends at a time, they are what keeps a repair slow (`lambda/upkeep/repair/work.ts`). */
const PARALLEL_PARTS = 4;

/** In the names of the executions of parts. */
export const PARTS_LABEL = 'Parts';

/**
 * A repair. Its input is a `RepairInput`, its output a `RepairReport`. It plans parts, works on some of them at a time, each
 * call by call, and adds up what came of them. Each part is an execution of its own: one history would not hold a large table.
 */
export function createRepairDefinition(scope: Construct, repair: HandlerFunction): IChainable {
  const parts = new DistributedMap(scope, 'EachPart', {
    label: PARTS_LABEL,
    itemsPath: '$.plan.parts',
    maxConcurrency: PARALLEL_PARTS,
    mapExecutionType: StateMachineType.STANDARD,
    resultPath: '$.parts',
  });
  parts.itemProcessor(createPart(scope, repair));
  const isWhole = new Choice(scope, 'HasFailedParts')
    .when(Condition.numberGreaterThan('$.failed_parts', 0), new Fail(scope, 'PartsFailed', {
      error: 'PartsFailed', causePath: JsonPath.jsonToString(JsonPath.objectAt('$')),
    }))
    .otherwise(new Succeed(scope, 'Repaired'));
  return createTask(scope, 'Plan', repair, 'plan', { input: JsonPath.entirePayload }, '$.plan')
    .next(parts)
    .next(createTask(scope, 'Report', repair, 'report', { parts: JsonPath.objectAt('$.parts') }))
    .next(isWhole);
}

/** Call by call, with a rest between them; a part that breaks off leaves the others to go on. */
function createPart(scope: Construct, repair: HandlerFunction): IChainable {
  const work = createTask(scope, 'Work', repair, 'work', { part: JsonPath.entirePayload });
  const rest = new Wait(scope, 'Rest', { time: WaitTime.secondsPath('$.wait_seconds') });
  rest.next(work);
  work.addCatch(new Pass(scope, 'PartFailed'), { resultPath: '$.error' });
  return work.next(new Choice(scope, 'IsDone').when(Condition.booleanEquals('$.done', true), new Pass(scope, 'PartDone')).otherwise(rest));
}

function createTask(
  scope: Construct, id: string, { function: lambdaFunction }: HandlerFunction, task: RepairRequest['task'], payload: Record<string, unknown>,
  resultPath?: string,
): LambdaInvoke {
  const state = new LambdaInvoke(scope, id, {
    lambdaFunction,
    payload: TaskInput.fromObject({ task, ...payload }),
    payloadResponseOnly: true,
    resultPath,
    retryOnServiceExceptions: false,
    // Past the function's own limit: what ends a call that Lambda lost.
    taskTimeout: Timeout.duration(lambdaFunction.timeout!.plus(Duration.seconds(5))),
  });
  state.addRetry(LAMBDA_BUSY);
  state.addRetry(FUNCTION_FAILED);
  return state;
}
