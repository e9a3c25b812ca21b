import { Duration } from 'aws-cdk-lib';
import { Function as LambdaFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import { RetryProps, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { FUNCTION_FAILED, FUNCTION_STOPPED, LAMBDA_BUSY } from '../workflow/retries';

interface CommonProps {
  /** Listed explicitly: a function sees only its request, not the whole state. */
  readonly payload: Record<string, unknown>;
  /** @default - the result replaces the state */
  readonly resultPath?: string;
  /** @default - all three policies for functions */
  readonly retries?: readonly RetryProps[];
}

/** Without `timeout`, the task ends 5 seconds past the function's own timeout, which is unknown for an imported function. */
export type FunctionTaskProps = CommonProps & (
  | { readonly function: LambdaFunction; readonly timeout?: undefined }
  | { readonly function: IFunction; readonly timeout: Duration });

/** A state that calls a function with retries. The timeout ends a call whose response was lost. */
export function createFunctionTask(scope: Construct, id: string, props: FunctionTaskProps): LambdaInvoke {
  const { function: lambdaFunction, payload, resultPath, retries = [LAMBDA_BUSY, FUNCTION_STOPPED, FUNCTION_FAILED] } = props;
  const task = new LambdaInvoke(scope, id, {
    lambdaFunction,
    payload: TaskInput.fromObject(payload),
    payloadResponseOnly: true,
    resultPath,
    retryOnServiceExceptions: false,
    taskTimeout: Timeout.duration(props.timeout ?? props.function.timeout!.plus(Duration.seconds(5))),
  });
  for (const retry of retries) task.addRetry(retry);
  return task;
}
