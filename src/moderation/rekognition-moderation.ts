import { Duration } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Choice, Condition, IChainable, JsonPath, Map as MapState, Pass, RetryProps, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { BoundModeration, ModerationContext, ModerationEnds } from './bound-moderation';
import { ModerationAnswer } from '../contract/moderation';
import { WORK_PREFIX } from '../contract/object-keys';
import { DECRYPT } from '../functions/access';
import { FUNCTION_STOPPED, LAMBDA_BUSY, SERVICE_FAILED } from '../workflow/retries';

export interface RekognitionSettings {
  /** Percent. */
  readonly minConfidence: number;
  /** If absent, every label. */
  readonly labels?: readonly string[];
}

type Verdict = ModerationAnswer['outcome'];
const ACCEPTED: Verdict = 'accepted';
const REJECTED: Verdict = 'rejected';

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
    // The workflow's role is complete.
    iamResources: ['*'],
    taskTimeout: Timeout.duration(timeout),
    // Rekognition lists each label and its parents, so matching names is enough.
    resultSelector: { labels: JsonPath.listAt('$.ModerationLabels[*].Name') },
  });
  detect.addRetry(BUSY);
  detect.addRetry(FUNCTION_STOPPED);
  detect.addRetry(SERVICE_FAILED);
  const each = new MapState(scope, name, {
    itemsPath: '$.resize.moderation_keys',
    itemSelector: { key: JsonPath.stringAt('$$.Map.Item.Value') },
    resultSelector: { reasons: JsonPath.listAt('$[*].reason') },
    resultPath: '$.moderation',
  });
  each.itemProcessor(detect.next(createRule(scope, name, settings.labels)));
  each.addCatch(ends.ended, { resultPath: '$.error' });
  const reason = '$.moderation.reasons[0]';
  const rejected = new Pass(scope, `${name}Rejected`, {
    parameters: { outcome: REJECTED, reason: JsonPath.stringAt(reason) }, resultPath: '$.moderation',
  });
  const accepted = new Pass(scope, `${name}Accepted`, { parameters: { outcome: ACCEPTED }, resultPath: '$.moderation' });
  return each.next(new Choice(scope, `${name}Verdict`)
    .when(Condition.isPresent(reason), rejected.next(ends.ended))
    .otherwise(accepted.next(ends.accepted)));
}

/** The first label of a file that rejects the image, as `reason`. */
function createRule(scope: Construct, name: string, labels: readonly string[] | undefined): IChainable {
  const verdict = new Choice(scope, `${name}Labels`);
  const explain = (index: number, reason: string): Pass => new Pass(scope, `${name}Reason${index === 0 ? '' : index + 1}`, { parameters: { reason } });
  const none = new Pass(scope, `${name}NoReason`);
  if (labels === undefined) {
    const first = '$.labels[0]';
    return verdict.when(Condition.isPresent(first), explain(0, JsonPath.stringAt(first))).otherwise(none);
  }
  const found = new Pass(scope, `${name}Found`, {
    parameters: { found: JsonPath.array(...labels.map((label) => JsonPath.arrayContains(JsonPath.listAt('$.labels'), label) as unknown as string)) },
  });
  labels.forEach((label, index) => verdict.when(Condition.booleanEquals(`$.found[${index}]`, true), explain(index, label)));
  return found.next(verdict.otherwise(none));
}
