import { OnEventOptions, Rule } from 'aws-cdk-lib/aws-events';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { DetailType, EVENT_SOURCE } from './contract/events';

/** A rule for one event type of one system: all systems of an account share the default bus. */
export function createImageRule(
  system: Construct & { readonly outputBucket: IBucket }, id: string, detailType: (typeof DetailType)[keyof typeof DetailType],
  options: OnEventOptions,
): Rule {
  const rule = new Rule(options.crossStackScope ?? system, id, {
    ruleName: options.ruleName,
    description: options.description,
    eventPattern: { source: [EVENT_SOURCE], detailType: [detailType], detail: { bucket: [system.outputBucket.bucketName] } },
    targets: options.target ? [options.target] : [],
  });
  rule.addEventPattern(options.eventPattern);
  return rule;
}
