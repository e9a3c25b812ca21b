import {
  Choice, Condition, DistributedMap, Fail, IChainable, JsonPath, Pass, StateMachineType, Succeed, Wait, WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { RepairRequest } from '../contract/repairs';
import { createFunctionTask } from '../functions/function-task';
import { HandlerFunction } from '../functions/handler-function';
import { FUNCTION_FAILED, LAMBDA_BUSY } from '../workflow/retries';

/** Parts in parallel. With the batch size of each, this limits the rate of a repair (`lambda/upkeep/repair/parts.ts`). */
const PARALLEL_PARTS = 4;

/** Part of the execution names of the parts. */
export const PARTS_LABEL = 'Parts';

/**
 * Repairs images. The input is a `RepairInput`, the output a `RepairReport`. It plans parts, processes a few in parallel
 * and sums up their results. Each part is a separate execution: the history of one could not hold a large table.
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
  const checkParts = new Choice(scope, 'HasFailedParts')
    .when(Condition.numberGreaterThan('$.failed_parts', 0), new Fail(scope, 'PartsFailed', {
      error: 'PartsFailed', causePath: JsonPath.jsonToString(JsonPath.objectAt('$')),
    }))
    .otherwise(new Succeed(scope, 'Repaired'));
  return createTask(scope, 'Plan', repair, 'plan', { input: JsonPath.entirePayload }, '$.plan')
    .next(parts)
    .next(createTask(scope, 'Report', repair, 'report', { parts: JsonPath.objectAt('$.parts') }))
    .next(checkParts);
}

/** Repeated calls with pauses between them. A failed part does not stop the others. */
function createPart(scope: Construct, repair: HandlerFunction): IChainable {
  const work = createTask(scope, 'Work', repair, 'work', { part: JsonPath.entirePayload });
  const rest = new Wait(scope, 'Rest', { time: WaitTime.secondsPath('$.wait_seconds') });
  rest.next(work);
  work.addCatch(new Pass(scope, 'PartFailed'), { resultPath: '$.error' });
  return work.next(new Choice(scope, 'IsDone').when(Condition.booleanEquals('$.done', true), new Pass(scope, 'PartDone')).otherwise(rest));
}

function createTask(
  scope: Construct, id: string, repair: HandlerFunction, task: RepairRequest['task'], payload: Record<string, unknown>, resultPath?: string,
): LambdaInvoke {
  const retries = [LAMBDA_BUSY, FUNCTION_FAILED];
  return createFunctionTask(scope, id, { function: repair.function, payload: { task, ...payload }, resultPath, retries });
}
