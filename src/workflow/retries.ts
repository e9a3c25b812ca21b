import { Duration } from 'aws-cdk-lib';
import { JitterType, RetryProps } from 'aws-cdk-lib/aws-stepfunctions';

/** Both spellings: the integration writes the service's name before the error, the SDK does not. */
export const CONDITION_FAILED = ['DynamoDB.ConditionalCheckFailedException', 'ConditionalCheckFailedException'];

/** A refused condition stays refused. */
export const NEVER: RetryProps = { errors: CONDITION_FAILED, maxAttempts: 0 };

/**
 * Too many functions at once, or a fault of Lambda: waits of 1, 2, 4, 8, 16 and five times 20 s, 66 s on average and 131 s at
 * most. A burst in an account with few concurrent executions is waited for, and is no fault of its images; an execution that
 * comes to its time limit over it leaves its image to the sweeper.
 */
export const LAMBDA_BUSY: RetryProps = {
  errors: [
    'Lambda.TooManyRequestsException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.ClientExecutionTimeoutException',
  ],
  interval: Duration.seconds(1),
  backoffRate: 2,
  maxAttempts: 10,
  maxDelay: Duration.seconds(20),
  jitterStrategy: JitterType.FULL,
};

/**
 * A function that was stopped, at its time limit or for its memory, gets one more try. An express execution has 300 s:
 * validation 2 x 15, resize and watermark 2 x 60 each with AVIF come to 270 s, which leaves 30 s for the rest.
 */
export const FUNCTION_STOPPED: RetryProps = {
  errors: ['Sandbox.Timedout', 'States.Timeout', 'Runtime.ExitError', 'Lambda.Unknown'],
  interval: Duration.seconds(1),
  maxAttempts: 1,
  jitterStrategy: JitterType.FULL,
};

/**
 * A function that failed by itself did so early, and mostly since a service was not there for it: waits of 2, 4 and 8 s. An
 * execution that comes to its time limit all the same leaves its image to the sweeper.
 */
export const FUNCTION_FAILED: RetryProps = {
  errors: ['States.ALL'],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxAttempts: 3,
  jitterStrategy: JitterType.FULL,
};

/** Calls of a few milliseconds: waits of 1, 2 and 4 s. */
export const SERVICE_FAILED: RetryProps = {
  errors: ['States.ALL'],
  interval: Duration.seconds(1),
  backoffRate: 2,
  maxAttempts: 3,
  jitterStrategy: JitterType.FULL,
};

/** What consumers are told is told late rather than never: waits of 1, 2, 4, 8, 16 and 30 s. */
export const EVENT_REFUSED: RetryProps = {
  errors: ['States.ALL'],
  interval: Duration.seconds(1),
  backoffRate: 2,
  maxAttempts: 6,
  maxDelay: Duration.seconds(30),
  jitterStrategy: JitterType.FULL,
};
