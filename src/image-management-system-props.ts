import { RemovalPolicy } from 'aws-cdk-lib';
import { IUserPool, UserPoolEmail } from 'aws-cdk-lib/aws-cognito';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Delivery } from './delivery/delivery';
import { Network } from './network/network';
import { ApiOptions } from './options/api-options';
import { BudgetOptions } from './options/budget-options';
import { PictureProps } from './options/picture-props';
import { IngestionOptions, SweepOptions, WorkflowType } from './options/processing-options';
import { OriginalsOptions, RenditionsOptions } from './options/storage-options';
import { UploadOptions } from './options/upload-options';

/**
 * Props of `ImageManagementSystem`. None is required.
 */
export interface ImageManagementSystemProps extends PictureProps {
  /**
   * Limits of uploads, and the web origins that may upload.
   *
   * @default - 25 MiB, URLs that are valid for 5 minutes, no web origins
   */
  readonly upload?: UploadOptions;

  /**
   * Storage classes and expiry of originals. Not allowed with `inputBucket`, whose lifecycle rules you set yourself.
   *
   * @default - S3 Standard, until the image is deleted
   */
  readonly originals?: OriginalsOptions;

  /**
   * Storage of renditions. Not allowed with `outputBucket`, whose lifecycle rules you set yourself.
   *
   * @default - S3 Standard, until the image is deleted
   */
  readonly renditions?: RenditionsOptions;

  /**
   * How fast queued uploads are started.
   *
   * @default - ten batches of ten concurrently
   */
  readonly ingestion?: IngestionOptions;

  /**
   * When the sweeper looks for stuck images.
   *
   * @default - every 5 minutes, for images without progress for 15 minutes
   */
  readonly sweep?: SweepOptions;

  /**
   * How clients download renditions: with S3 URLs, or URLs of a CloudFront distribution.
   *
   * @default Delivery.s3()
   */
  readonly delivery?: Delivery;

  /**
   * Where the functions run.
   *
   * @default Network.isolated()
   */
  readonly network?: Network;

  /**
   * Key that encrypts buckets, queues, table and logs: a symmetric key in the same account and region.
   *
   * The construct extends the policy of a key of the same app. The policy of an imported key must allow CloudWatch Logs
   * (`logs.<region>.amazonaws.com`) to encrypt this stack's log groups, or the deployment fails, and EventBridge
   * (`events.amazonaws.com`) to call `kms:GenerateDataKey` and `kms:Decrypt`, or undelivered events are lost.
   * `Delivery.cloudFront()` needs a third statement, for CloudFront: see docs/delivery.md.
   *
   * @default - a new key with yearly rotation
   */
  readonly encryptionKey?: IKey;

  /**
   * Bucket that clients upload to, under `uploads/`. It must be in the region and account of the stack, encrypted with
   * `encryptionKey` by default, private, and send events to EventBridge.
   *
   * A `Bucket` of the same app is checked at synth and configured by the construct. An imported bucket is not changed:
   * docs/bring-your-own.md lists what it needs, and synth warns until you acknowledge
   * `cdk-image-management-system:importedBucket`. Several systems can share an input bucket.
   *
   * @default - a new bucket
   */
  readonly inputBucket?: IBucket;

  /**
   * Bucket of renditions, under `images/`, and of working files, under `work/`. It must be in the region and account of the
   * stack, encrypted with `encryptionKey` by default, private, and not shared with another system.
   *
   * A `Bucket` of the same app is checked at synth and configured by the construct. An imported bucket is not changed;
   * docs/bring-your-own.md lists what it needs.
   *
   * @default - a new bucket
   */
  readonly outputBucket?: IBucket;

  /**
   * Table with one row per image. It must be in the region and account of the stack, encrypted with `encryptionKey`, and not
   * shared with another system.
   *
   * Its keys are `user_id` and `image_id`, both strings; its index `unfinished` has the keys `unfinished` and `updated_at`, both
   * strings, and projects at least `status`; its stream contains old images, and its time-to-live attribute is `expires_at`. A
   * table of the same app is checked at synth; import others with `tableStreamArn`. The construct does not change the table.
   *
   * @default - a new on-demand table with point-in-time recovery
   */
  readonly table?: ITable;

  /**
   * User pool with the accounts. Users must sign in with their e-mail address only, without a mandatory second factor or other
   * required attributes. Members of its group `admins`, if it exists, can read and delete all images. A pool of the same app
   * is checked at synth. The construct adds an app client. Systems that share a pool share its accounts and tokens.
   *
   * @default - a new pool with sign-up by e-mail address and a group `admins`
   */
  readonly userPool?: IUserPool;

  /**
   * E-mail sender of the new user pool: `UserPoolEmail.withSES({ ... })` takes an address that Amazon SES has verified.
   *
   * SES must be out of its sandbox, and a stack without an explicit region needs `sesRegion`. Cognito's own sender is limited
   * to 50 e-mails per day and account, and synth warns about it: acknowledge `cdk-image-management-system:cognitoSender` if
   * that is enough. Not allowed with `userPool`, which has its own sender.
   *
   * @default - Cognito's own sender
   */
  readonly email?: UserPoolEmail;

  /**
   * Options of the REST API.
   *
   * @default - the defaults of each option
   */
  readonly api?: ApiOptions;

  /**
   * Type of the workflow that processes an image.
   *
   * @default WorkflowType.EXPRESS
   */
  readonly workflowType?: WorkflowType;

  /**
   * Processor architecture of the functions.
   *
   * @default Architecture.ARM_64
   */
  readonly architecture?: Architecture;

  /**
   * How long the logs of functions, workflow and API are kept; not `INFINITE`.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;

  /**
   * Topic that alarms notify. If it is encrypted, the policy of its key must allow CloudWatch
   * (`cloudwatch.amazonaws.com`) to call `kms:GenerateDataKey` and `kms:Decrypt`; `encryptionKey` gets this statement.
   *
   * @default - alarms without actions
   */
  readonly alarmTopic?: ITopic;

  /**
   * E-mail address that alarms notify, once its owner has confirmed the subscription. Without `alarmTopic`, the construct
   * creates a topic encrypted with its key.
   *
   * @default - no e-mail
   */
  readonly alarmEmail?: string;

  /**
   * Monthly cost limit, and who is notified when the system is likely to exceed it.
   *
   * @default - no budget
   */
  readonly budget?: BudgetOptions;

  /**
   * Bucket for the S3 access logs of the input and output buckets, under `<account>/<region>/<bucket>/<date>/`.
   *
   * It must be in the same account and region, and encrypted with SSE-S3, not KMS. The construct extends the policy of a
   * bucket of the same app; the policy of an imported one must allow `logging.s3.amazonaws.com` to put objects.
   *
   * @default - no access logs
   */
  readonly accessLogBucket?: IBucket;

  /**
   * What happens to buckets, table, user pool, key and logs when they are removed from the stack: `RETAIN` keeps them, and
   * protects table and user pool from manual deletion; `DESTROY` deletes them. CloudFormation cannot delete a bucket with
   * objects: empty both first.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}
