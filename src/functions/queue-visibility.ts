import { Duration, Token } from 'aws-cdk-lib';
import { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs';

/** Lambda's own advice: a message must not show up again while a function may still work on it, throttled or tried again. */
const TIMES_TIMEOUT = 6;

/** How long a message of a queue stays hidden whose function may take so long. */
export function visibilityFor(timeout: Duration): Duration {
  return Duration.seconds(TIMES_TIMEOUT * timeout.toSeconds());
}

/**
 * Fails the synthesis where a queue shows a message again too soon for the function that takes it. It looks at what the
 * template will say, and so sees what escape hatches and aspects changed.
 */
export function requireVisibility(queue: Queue, consumer: LambdaFunction): void {
  queue.node.addValidation({
    validate: () => {
      const { visibilityTimeout: visible = 30 } = queue.node.defaultChild as CfnQueue;
      const { timeout = 3 } = consumer.node.defaultChild as CfnFunction;
      if (Token.isUnresolved(visible) || Token.isUnresolved(timeout) || visible >= TIMES_TIMEOUT * timeout) return [];
      return [`the visibility timeout of the queue should be at least ${TIMES_TIMEOUT * timeout} seconds, six times the timeout of `
        + `${timeout} seconds of the function that takes its messages, got ${visible}; raise it, or lower the function's timeout`];
    },
  });
}
