import { RemovalPolicy, Token } from 'aws-cdk-lib';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Delivery } from './delivery/delivery';
import { ImageManagementSystemProps } from './image-management-system-props';
import { Network } from './network/network';
import { ApiSettings, toApiSettings } from './options/api-options';
import { BudgetSettings, toBudgetSettings } from './options/budget-options';
import { fail } from './options/check';
import { BoundImages, bindImages } from './options/image-settings';
import { IngestionSettings, toIngestionSettings, SweepSettings, toSweepSettings, WorkflowType } from './options/processing-options';
import { OriginalsSettings, toOriginalsSettings } from './options/storage-options';
import { toUploadSettings, UploadSettings } from './options/upload-options';
import { moderationRoom } from './workflow/time-limits';

/** The validated props with all defaults. */
export interface Settings {
  readonly images: BoundImages;
  readonly upload: UploadSettings;
  readonly api: ApiSettings;
  readonly originals: OriginalsSettings;
  readonly intelligentTiering: boolean;
  readonly budget?: BudgetSettings;
  readonly ingestion: IngestionSettings;
  readonly sweep: SweepSettings;
  readonly delivery: Delivery;
  readonly network: Network;
  readonly workflowType: WorkflowType;
  readonly architecture: Architecture;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

export function toSettings(props: ImageManagementSystemProps): Settings {
  const upload = toUploadSettings(props.upload);
  const { sizes, formats, watermark, keepMetadata, moderation, limits } = props;
  const images = bindImages({ sizes, formats, watermark, keepMetadata, moderation, limits, maxFileSize: upload.maxFileSize });
  checkModerationTimeouts(images);
  checkEnvironment(images, upload);
  checkLifecycles(props);
  return {
    images,
    upload,
    api: toApiSettings(props.api),
    originals: toOriginalsSettings(props.originals),
    intelligentTiering: props.renditions?.intelligentTiering ?? false,
    budget: props.budget && toBudgetSettings(props.budget, (props.alarmTopic ?? props.alarmEmail) !== undefined),
    ingestion: toIngestionSettings(props.ingestion),
    sweep: toSweepSettings(props.sweep),
    delivery: props.delivery ?? Delivery.s3(),
    network: props.network ?? Network.isolated(),
    workflowType: props.workflowType ?? WorkflowType.EXPRESS,
    architecture: props.architecture ?? Architecture.ARM_64,
    logRetention: checkedRetention(props.logRetention),
    removalPolicy: checkedRemoval(props.removalPolicy),
  };
}

/** Lambda allows 4096 bytes of environment variables; names, ARNs and the other variables need up to 1024 of them. */
const ENVIRONMENT_BYTES = 4096 - 1024;

function checkEnvironment(images: BoundImages, { allowedOrigins }: UploadSettings): void {
  const bytes = Buffer.byteLength(JSON.stringify(images.settings)) + Buffer.byteLength(JSON.stringify(allowedOrigins));
  if (bytes > ENVIRONMENT_BYTES) {
    fail('sizes, formats, watermark and upload.allowedOrigins together', `at most ${ENVIRONMENT_BYTES} bytes as JSON (the limit of Lambda's environment variables)`,
      String(bytes), `configure fewer sizes or origins; there are ${images.settings.sizes.length} sizes and ${allowedOrigins.length} origins`);
  }
}

function checkModerationTimeouts({ moderations, settings }: BoundImages): void {
  const seconds = moderations.reduce((sum, { _timeout }) => sum + _timeout.toSeconds(), 0);
  const available = moderationRoom(settings);
  if (seconds > available) {
    fail('the timeouts of moderation together', `at most ${available} s (each is retried once, and the workflow of an image has 300 s)`, `${seconds} s`,
      'shorten the timeouts of Moderation.function(), or remove a moderation, AVIF or the watermark');
  }
}

function checkLifecycles({ inputBucket, outputBucket, originals, renditions }: ImageManagementSystemProps): void {
  const fix = 'set lifecycle rules on the supplied bucket itself';
  if (inputBucket && originals) fail('originals', 'omitted when inputBucket is given', 'both', fix);
  if (outputBucket && renditions) fail('renditions', 'omitted when outputBucket is given', 'both', fix);
}

function checkedRetention(retention = RetentionDays.ONE_MONTH): RetentionDays {
  if (!Token.isUnresolved(retention) && retention === RetentionDays.INFINITE) {
    fail('logRetention', 'finite', 'RetentionDays.INFINITE', 'logs kept forever eventually cost more than the system; use TEN_YEARS at most');
  }
  return retention;
}

function checkedRemoval(policy = RemovalPolicy.RETAIN): RemovalPolicy {
  if (policy === RemovalPolicy.SNAPSHOT) {
    fail('removalPolicy', 'RETAIN, RETAIN_ON_UPDATE_OR_DELETE or DESTROY', 'SNAPSHOT', 'CloudFormation cannot snapshot buckets and tables');
  }
  return policy;
}
