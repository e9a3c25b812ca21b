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
import { IngestionOptions } from './options/ingestion-options';
import { OriginalsOptions } from './options/originals-options';
import { PictureProps } from './options/picture-props';
import { RenditionsOptions } from './options/renditions-options';
import { SweepOptions } from './options/sweep-options';
import { UploadOptions } from './options/upload-options';
import { WorkflowType } from './options/workflow-type';

/**
 * Props of `ImageManagementSystem`. None is required.
 */
export interface ImageManagementSystemProps extends PictureProps {
  /**
   * Limits of uploads, and the web pages that may make them.
   *
   * @default - 25 MiB, URLs that work for 5 minutes, no web page
   */
  readonly upload?: UploadOptions;

  /**
   * What becomes of the originals. An `inputBucket` of one's own has lifecycle rules of its own, and excludes this prop.
   *
   * @default - they are kept until their image is deleted
   */
  readonly originals?: OriginalsOptions;

  /**
   * How the renditions are stored. An `outputBucket` of one's own has lifecycle rules of its own, and excludes this prop.
   *
   * @default - in S3 Standard, until their image is deleted
   */
  readonly renditions?: RenditionsOptions;

  /**
   * How fast uploads are taken up.
   *
   * @default - ten batches of ten at once
   */
  readonly ingestion?: IngestionOptions;

  /**
   * When images that got stuck are looked for.
   *
   * @default - every 5 minutes, for images that nothing happened to for 15
   */
  readonly sweep?: SweepOptions;

  /**
   * How clients get at the renditions: by URLs of S3, or of a CloudFront distribution.
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
   * Key that encrypts buckets, queues, table and logs. It is a symmetric key of the same account and region.
   *
   * The policy of a key of the same app is extended. The policy of an imported key must let CloudWatch Logs
   * (`logs.<region>.amazonaws.com`) encrypt this stack's log groups, and EventBridge (`events.amazonaws.com`) call
   * `kms:GenerateDataKey` and `kms:Decrypt`; without the first the deployment fails, without the second events that
   * could not be delivered are lost. `Delivery.cloudFront()` needs a third, for CloudFront: docs/delivery.md has it.
   *
   * @default - a new key, rotated every year
   */
  readonly encryptionKey?: IKey;

  /**
   * Bucket that clients upload to, under `uploads/`. It is in the region and account of the stack, encrypted with
   * `encryptionKey` by default, closed to the public, and reports to EventBridge.
   *
   * A `Bucket` of the same app is checked at synth, and given what the system needs of it. Nothing of an imported bucket is
   * changed, its notifications least of all: docs/bring-your-own.md says what its owner has to see to, and synthesis reminds of
   * it until `cdk-image-management-system:importedBucket` is acknowledged. Several systems may share an input bucket.
   *
   * @default - a new bucket
   */
  readonly inputBucket?: IBucket;

  /**
   * Bucket of renditions, under `images/`, and of working files, under `work/`. It is in the region and account of the stack,
   * encrypted with `encryptionKey` by default, closed to the public, and no other system's.
   *
   * A `Bucket` of the same app is checked at synth, and given what the system needs of it. Nothing of an imported bucket is
   * changed; docs/bring-your-own.md says what its owner has to see to.
   *
   * @default - a new bucket
   */
  readonly outputBucket?: IBucket;

  /**
   * Table of one row an image, in the region and account of the stack, encrypted with `encryptionKey`, and no other system's.
   *
   * Its keys are `user_id` and `image_id`, both strings; its index `unfinished` has the keys `unfinished` and `updated_at`, both
   * strings, and holds `status` at least; its stream holds old images, and its time-to-live attribute is `expires_at`. A
   * table of the same app is checked at synth; an imported one is given with its `tableStreamArn`. Nothing is added to it.
   *
   * @default - a new table, billed by request, with point-in-time recovery
   */
  readonly table?: ITable;

  /**
   * Accounts of the users. A pool of one's own signs users in by e-mail address alone, asks for no second factor and no
   * other attribute, and has a group `admins` where someone may read and delete everyone's images. A pool of the same app is
   * checked at synth. The system adds a client to it. Systems that share a pool share its accounts and their tokens.
   *
   * @default - a new pool with sign-up by e-mail address, and a group `admins`
   */
  readonly userPool?: IUserPool;

  /**
   * Sender of the mails of the new user pool: `UserPoolEmail.withSES({ ... })` names an address that Amazon SES has verified.
   *
   * SES has to be out of its sandbox, and a stack that does not name its region has to give `sesRegion`. Cognito's own sender
   * stops at 50 mails a day in an account, and synthesis warns of that: acknowledge
   * `cdk-image-management-system:cognitoSender` where it is enough. A `userPool` of one's own has its own sender, and
   * excludes this prop.
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
   * Kind of workflow that processes an image.
   *
   * @default WorkflowType.EXPRESS
   */
  readonly workflowType?: WorkflowType;

  /**
   * Processor of the functions.
   *
   * @default Architecture.ARM_64
   */
  readonly architecture?: Architecture;

  /**
   * How long the logs of functions, workflow and API are kept.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;

  /**
   * Topic that is told when an alarm goes off. Where it is encrypted, the policy of its key must let CloudWatch
   * (`cloudwatch.amazonaws.com`) call `kms:GenerateDataKey` and `kms:Decrypt`; `encryptionKey` is given that statement.
   *
   * @default - the alarms exist, and tell nobody
   */
  readonly alarmTopic?: ITopic;

  /**
   * Address that is told by mail when an alarm goes off, once its owner followed the link of the first mail. Without an
   * `alarmTopic`, a topic is made for it that is encrypted with the system's key.
   *
   * @default - nobody
   */
  readonly alarmEmail?: string;

  /**
   * What the system may cost in a month, and who is told when it is on the way to cost more.
   *
   * @default - nobody watches the cost
   */
  readonly budget?: BudgetOptions;

  /**
   * Bucket that gets S3's access logs of the input and the output bucket, under `<account>/<region>/<bucket>/<date>/`.
   *
   * S3 writes them into a bucket of the same account and region that is encrypted with SSE-S3, not with a key of KMS. The
   * policy of a bucket of the same app is extended; that of an imported one must let `logging.s3.amazonaws.com` put objects.
   *
   * @default - no access logs
   */
  readonly accessLogBucket?: IBucket;

  /**
   * What happens to buckets, table, user pool, key and logs when they leave the stack: `RETAIN` keeps them, and
   * protects table and user pool from deletion by hand; `DESTROY` deletes them. CloudFormation deletes no bucket
   * that holds objects: empty both first.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}
