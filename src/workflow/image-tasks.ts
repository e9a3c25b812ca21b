import { JsonPath, Map as MapState, Pass, Result } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { FAILED } from './announcement';
import { createFunctionTask } from '../functions/function-task';
import { HandlerFunction } from '../functions/handler-function';

/** As many as an image has sizes in most systems; more would share the account's concurrency with other images. */
const PARALLEL_WATERMARKS = 4;

/** A call of an image function. The payload is spelled out: a function sees nothing but its request. */
export function createImageTask(
  scope: Construct, id: string, handler: HandlerFunction, payload: Record<string, unknown>, resultPath?: string,
): LambdaInvoke {
  return createFunctionTask(scope, id, { function: handler.function, payload, resultPath });
}

/**
 * The watermark tasks of one image, in parallel. A task that failed leaves a mark in its result, and the state after
 * the map reads it: a catch inside a map cannot lead out of it.
 */
export function createWatermarkMap(scope: Construct, handler: HandlerFunction): MapState {
  const payload = { upload: JsonPath.objectAt('$.upload'), task: JsonPath.objectAt('$.task') };
  const watermark = createImageTask(scope, 'Watermark', handler, payload);
  const failed = new Pass(scope, 'WatermarkFailed', { result: Result.fromObject({ outcome: FAILED.status, renditions: [] }) });
  watermark.addCatch(failed, { resultPath: JsonPath.DISCARD });
  const map = new MapState(scope, 'WatermarkEach', {
    itemsPath: '$.resize.watermark_tasks',
    itemSelector: { upload: JsonPath.entirePayload, task: JsonPath.objectAt('$$.Map.Item.Value') },
    maxConcurrency: PARALLEL_WATERMARKS,
    resultPath: '$.watermark',
  });
  map.itemProcessor(watermark);
  return map;
}
