import { Duration } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Choice, Condition, IChainable, JsonPath, Map as MapState, Pass, RetryProps, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { BoundModeration, ModerationContext, ModerationEnds } from './bound-moderation';
import { WORK_PREFIX } from '../contract/object-keys';
import { DECRYPT } from '../functions/access';
import { FUNCTION_STOPPED, LAMBDA_BUSY, SERVICE_FAILED } from '../workflow/retries';

export interface RekognitionSettings {
  /** Percent. */
  readonly minConfidence: number;
  /** If absent, every label. */
  readonly labels?: readonly string[];
}

/** Some regions allow only five calls per second; the same backoff as for Lambda. */
const BUSY: RetryProps = {
  ...LAMBDA_BUSY, errors: ['Rekognition.ProvisionedThroughputExceededException', 'Rekognition.ThrottlingException', 'Rekognition.RekognitionException'],
};

/** The workflow calls Rekognition directly: no function and no VPC endpoint. */
export function bindRekognition({ outputBucket }: ModerationContext, settings: RekognitionSettings, timeout: Duration): BoundModeration {
  return {
    functions: [],
    // Rekognition reads S3 with its caller's permissions.
    access: [{ service: 's3', actions: ['s3:GetObject'], resources: [outputBucket.arnForObjects(`${WORK_PREFIX}*`)], keyActions: DECRYPT }],
    // The action does not support resources.
    statements: [new PolicyStatement({ effect: Effect.ALLOW, actions: ['rekognition:DetectModerationLabels'], resources: ['*'] })],
    createStates: (scope, name, ends) => createStates(scope, name, outputBucket.bucketName, settings, timeout, ends),
  };
}

function createStates(
  scope: Construct, name: string, bucketName: string, settings: RekognitionSettings, timeout: Duration, ends: ModerationEnds,
): IChainable {
  const detect = new CallAwsService(scope, `${name}Picture`, {
    service: 'rekognition',
    action: 'detectModerationLabels',
    parameters: { Image: { S3Object: { Bucket: bucketName, Name: JsonPath.stringAt('$.key') } }, MinConfidence: settings.minConfidence },
    // The permissions of the workflow's role are declared separately.
    iamResources: ['*'],
    taskTimeout: Timeout.duration(timeout),
  });
  detect.addRetry(BUSY);
  detect.addRetry(FUNCTION_STOPPED);
  detect.addRetry(SERVICE_FAILED);
  const each = new MapState(scope, name, {
    itemsPath: '$.resize.moderation_keys',
    itemSelector: { key: JsonPath.stringAt('$$.Map.Item.Value') },
    resultPath: '$.moderation',
  });
  each.itemProcessor(detect);
  each.addCatch(ends.failed, { resultPath: '$.error' });
  const { parameters, refusals } = rulesOf(settings.labels);
  const merge = new Pass(scope, `${name}Labels`, { parameters, resultPath: '$.moderation' });
  const verdict = new Choice(scope, `${name}Verdict`);
  refusals.forEach(({ condition, reason }, index) => {
    const explain = new Pass(scope, `${name}Reason${index === 0 ? '' : index + 1}`, { parameters: { reason }, resultPath: '$.moderation' });
    verdict.when(condition, explain.next(ends.refused));
  });
  return each.next(merge).next(verdict.otherwise(ends.accepted));
}

interface Rules {
  readonly parameters: Record<string, unknown>;
  readonly refusals: readonly { readonly condition: Condition; readonly reason: string }[];
}

/** Rekognition lists each label and its parents, so matching names is enough. */
function rulesOf(labels: readonly string[] | undefined): Rules {
  const found = JsonPath.listAt('$.moderation[*].ModerationLabels[*].Name');
  if (labels === undefined) {
    const first = '$.moderation.labels[0]';
    return { parameters: { labels: found }, refusals: [{ condition: Condition.isPresent(first), reason: JsonPath.stringAt(first) }] };
  }
  return {
    parameters: { found: JsonPath.array(...labels.map((label) => JsonPath.arrayContains(found, label) as unknown as string)) },
    refusals: labels.map((reason, index) => ({ condition: Condition.booleanEquals(`$.moderation.found[${index}]`, true), reason })),
  };
}
