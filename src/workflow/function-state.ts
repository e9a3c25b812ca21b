import { Duration } from 'aws-cdk-lib';
import { TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { FUNCTION_FAILED, FUNCTION_STOPPED, LAMBDA_BUSY } from './retries';
import { HandlerFunction } from '../functions/handler-function';

/** A call of a function. The payload is spelled out: a function sees nothing but its request. */
export function createFunctionState(
  scope: Construct, id: string, { function: lambdaFunction }: HandlerFunction, payload: Record<string, unknown>, resultPath?: string,
): LambdaInvoke {
  const task = new LambdaInvoke(scope, id, {
    lambdaFunction,
    payload: TaskInput.fromObject(payload),
    payloadResponseOnly: true,
    resultPath,
    retryOnServiceExceptions: false,
    // Longer than the function's own timeout: it ends a call that Lambda lost.
    taskTimeout: Timeout.duration(lambdaFunction.timeout!.plus(Duration.seconds(5))),
  });
  task.addRetry(LAMBDA_BUSY);
  task.addRetry(FUNCTION_STOPPED);
  task.addRetry(FUNCTION_FAILED);
  return task;
}
