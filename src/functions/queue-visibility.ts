import { Duration, Token } from 'aws-cdk-lib';
import { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs';

/** Recommended by Lambda: a message must stay hidden while a function may still process it, including throttling and retries. */
const TIMES_TIMEOUT = 6;

/** Visibility timeout of a queue whose consumer has this timeout. */
export function visibilityFor(timeout: Duration): Duration {
  return Duration.seconds(TIMES_TIMEOUT * timeout.toSeconds());
}

/**
 * Fails synth if the visibility timeout of a queue is too short for its consumer. It checks the template values, including
 * changes by escape hatches and aspects.
 */
export function requireVisibility(queue: Queue, consumer: LambdaFunction): void {
  queue.node.addValidation({
    validate: () => {
      const { visibilityTimeout: visible = 30 } = queue.node.defaultChild as CfnQueue;
      const { timeout = 3 } = consumer.node.defaultChild as CfnFunction;
      if (Token.isUnresolved(visible) || Token.isUnresolved(timeout) || visible >= TIMES_TIMEOUT * timeout) return [];
      return [`the visibility timeout of the queue must be at least ${TIMES_TIMEOUT * timeout} seconds, six times the timeout of `
        + `${timeout} seconds of its consumer, got ${visible}; raise it, or lower the function's timeout`];
    },
  });
}
