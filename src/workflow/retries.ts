import { Duration } from 'aws-cdk-lib';
import { JitterType, RetryProps } from 'aws-cdk-lib/aws-stepfunctions';

interface Policy {
  readonly errors: string[];
  /** Seconds before the first retry; each further wait is twice as long. */
  readonly wait: number;
  /** Seconds. @default - no limit */
  readonly maxWait?: number;
  readonly maxAttempts: number;
}

const retry = ({ errors, wait, maxWait, maxAttempts }: Policy): RetryProps => ({
  errors,
  interval: Duration.seconds(wait),
  maxDelay: maxWait === undefined ? undefined : Duration.seconds(maxWait),
  backoffRate: 2,
  maxAttempts,
  jitterStrategy: JitterType.FULL,
});

/**
 * Lambda is throttled or faulty: waits of 1, 2, 4, 8, 16 and five times 20 s, 66 s on average and 131 s at most. This outlasts a
 * burst in an account with little concurrency. If an execution times out meanwhile, the sweeper retries its image.
 */
export const LAMBDA_BUSY = retry({
  errors: [
    'Lambda.TooManyRequestsException', 'Lambda.ServiceException', 'Lambda.AWSLambdaException', 'Lambda.SdkClientException',
    'Lambda.ClientExecutionTimeoutException',
  ],
  wait: 1,
  maxWait: 20,
  maxAttempts: 10,
});

/**
 * A function that was stopped at its time or memory limit gets one retry. An express execution has 300 s:
 * validation 2 x 15, resize and watermark 2 x 60 each with AVIF come to 270 s, which leaves 30 s for the rest.
 */
export const FUNCTION_STOPPED = retry({
  errors: ['Sandbox.Timedout', 'States.Timeout', 'Runtime.ExitError', 'Lambda.Unknown'], wait: 1, maxAttempts: 1,
});

/**
 * A function that throws mostly does so early, because a service was unavailable: waits of 2, 4 and 8 s. If the execution times
 * out all the same, the sweeper retries its image.
 */
export const FUNCTION_FAILED = retry({ errors: ['States.ALL'], wait: 2, maxAttempts: 3 });

/** Calls of a few milliseconds: waits of 1, 2 and 4 s. */
export const SERVICE_FAILED = retry({ errors: ['States.ALL'], wait: 1, maxAttempts: 3 });

/** A late event is better than none: waits of 1, 2, 4, 8, 16 and 30 s. */
export const EVENT_REFUSED = retry({ errors: ['States.ALL'], wait: 1, maxWait: 30, maxAttempts: 6 });
