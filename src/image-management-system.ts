import { Names } from 'aws-cdk-lib';
import { IRestApi } from 'aws-cdk-lib/aws-apigateway';
import { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { Dashboard, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { IUserPool, IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IVpc } from 'aws-cdk-lib/aws-ec2';
import { OnEventOptions, Rule } from 'aws-cdk-lib/aws-events';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Api } from './api/api';
import { Catalog } from './catalog';
import { Metric as ImageMetric } from './contract/environment';
import { DetailType } from './contract/events';
import { CostEstimate } from './cost/cost-estimate';
import { announceCost, CostModel } from './cost/cost-model';
import { CostOptions } from './cost/cost-options';
import { Deletions } from './deletions';
import { Encryption } from './encryption';
import { Erasure } from './erasure/erasure';
import { Identity } from './identity';
import { createImageRule } from './image-events';
import { grantErasure, grantImageRead, grantOriginalRead, grantRepairs } from './image-grants';
import { ImageManagementSystemProps } from './image-management-system-props';
import { Ingestion } from './ingestion';
import { Alarms, createAlarmTopic } from './monitoring/alarms';
import { Budget } from './monitoring/budget';
import { createDashboard } from './monitoring/dashboard';
import { imagesMetric } from './monitoring/metrics';
import { SavedQueries } from './monitoring/saved-queries';
import { RefusedTraffic } from './network/refused-traffic';
import { originalsRules, renditionsRules } from './options/storage-options';
import { Orchestrator } from './orchestrator';
import { Platform } from './platform';
import { Repairs } from './repairs/repairs';
import { Settings, toSettings } from './settings';
import { Storage } from './storage';
import { Sweeper } from './sweeper';
import { Publication } from './workflow/publication';
import { Workflow } from './workflow/workflow';

/**
 * A complete image backend: accounts, direct-to-S3 uploads, validation, resizing, watermarks and retrieval.
 *
 * The package contains the bundled functions: synth needs no Docker, bundler or network. No resource has a fixed name, so
 * a stack can contain several systems.
 */
export class ImageManagementSystem extends Construct {
  /** The REST API. */
  public readonly api: IRestApi;
  /** URL of the REST API, without a trailing slash. */
  public readonly apiUrl: string;
  /** Accounts of the users. */
  public readonly userPool: IUserPool;
  /** App client that the API uses for sign-up and sign-in. */
  public readonly userPoolClient: IUserPoolClient;
  /** Bucket that clients upload to; originals are under `uploads/`. */
  public readonly inputBucket: IBucket;
  /** Bucket of renditions, under `images/`. */
  public readonly outputBucket: IBucket;
  /** Table with one row per image. */
  public readonly table: ITable;
  /** Queue of uploaded originals that wait for their workflow. */
  public readonly queue: IQueue;
  /** Dead-letter queue of `queue`. */
  public readonly deadLetterQueue: IQueue;
  /** S3 events that could not be put into `queue`. */
  public readonly eventDeadLetterQueue: IQueue;
  /** State machine that processes one image per execution. */
  public readonly stateMachine: IStateMachine;
  /**
   * Erases one user. The input is `{"user_id": "…"}`, the Cognito `sub`; the output is the receipt that
   * `DELETE /user/{user_id}` also returns. Another execution completes an interrupted one.
   */
  public readonly eraseUserStateMachine: IStateMachine;
  /**
   * Sends images through the workflow again: `{"repair": "failed" | "outdated" | "dead-letters", "dry_run": true | false, "max_images": …,
   * "user_id": …}`. It only counts unless `dry_run` is false; the output is a report. `npx cdk-image-management-system repair` starts it.
   */
  public readonly repairStateMachine: IStateMachine;
  /** Key that encrypts buckets, queues, table and logs. */
  public readonly encryptionKey: IKey;
  /** VPC of the functions; `undefined` with `Network.none()`. */
  public readonly vpc?: IVpc;
  /** Distribution that delivers renditions; `undefined` with `Delivery.s3()`. */
  public readonly distribution?: IDistribution;
  /** Topic of the alarms: the prop `alarmTopic`, or the one created for `alarmEmail`; `undefined` without either. */
  public readonly alarmTopic?: ITopic;
  /** Dashboard on one screen, in data-flow order. */
  public readonly dashboard: Dashboard;

  private readonly costs: CostModel;
  /** Distinguishes the metrics of systems in the same account. */
  private readonly system = Names.uniqueResourceName(this, { maxLength: 128 });

  constructor(scope: Construct, id: string, props: ImageManagementSystemProps = {}) {
    super(scope, id);
    const settings = toSettings(props);
    const { images, upload } = settings;
    const { allowedOrigins } = upload;

    const platform = this.createPlatform(props, settings);
    this.encryptionKey = platform.encryptionKey;
    this.vpc = platform.network.vpc;

    const identity = new Identity(this, 'Identity', { platform, userPool: props.userPool, email: props.email });
    ({ userPool: this.userPool, client: this.userPoolClient } = identity);

    const storage = new Storage(this, 'Storage', {
      platform,
      supplied: props,
      allowedOrigins,
      originals: originalsRules(settings.originals),
      renditions: renditionsRules(settings.intelligentTiering),
    });
    ({ inputBucket: this.inputBucket, outputBucket: this.outputBucket } = storage);
    this.table = new Catalog(this, 'Catalog', { platform, table: props.table }).table;
    const { inputBucket, outputBucket, table } = this;
    const stores = { platform, inputBucket, outputBucket, table, unknownUploads: storage.unknownUploads };

    const delivery = settings.delivery._bind(this, { platform, outputBucket, allowedOrigins });
    this.distribution = delivery.distribution;

    const erasure = new Erasure(this, 'Erasure', { ...stores, userPool: this.userPool });
    this.eraseUserStateMachine = erasure.stateMachine;

    const api = new Api(this, 'Api', {
      ...stores, identity, images: images.settings, upload, delivery, settings: settings.api, eraseUser: erasure.stateMachine,
    });
    ({ restApi: this.api, url: this.apiUrl } = api);

    const ingestion = new Ingestion(this, 'Ingestion', { platform, inputBucket });
    const { queue } = ingestion;
    ({ queue: this.queue, deadLetterQueue: this.deadLetterQueue, eventDeadLetterQueue: this.eventDeadLetterQueue } = ingestion);

    const workflow = new Workflow(this, 'Workflow', { ...stores, queue, images, type: settings.workflowType });
    this.stateMachine = workflow.stateMachine;
    const publication = new Publication(this, 'Publication', { platform, recordOutcome: workflow.recordOutcome, queue, type: settings.workflowType });
    const machines = { stateMachine: workflow.stateMachine, publication: publication.stateMachine };
    const orchestrator = new Orchestrator(ingestion, 'Orchestrator', { ...stores, ...machines, queue, settings: settings.ingestion });

    const repairs = new Repairs(this, 'Repairs', { ...stores, ingestion, images: images.settings });
    this.repairStateMachine = repairs.stateMachine;
    const sweeper = new Sweeper(this, 'Sweeper', { ...stores, ...machines, queue, settings: settings.sweep });
    const deletions = new Deletions(this, 'Deletions', { ...stores, ...machines });

    const functions = { ingestion, orchestrator, workflow, publication, erasure, repairs, deletions, sweeper };
    const parts = { ...stores, ...functions, api, identity, sweepEvery: settings.sweep.every };
    this.alarmTopic = createAlarmTopic(this, 'AlarmTopic', { topic: props.alarmTopic, email: props.alarmEmail, key: this.encryptionKey });
    const alarms = new Alarms(this, 'Alarms', { parts, topic: this.alarmTopic });
    new SavedQueries(this, 'Queries', parts);
    this.dashboard = createDashboard(this, 'Dashboard', parts, alarms.all);

    this.costs = new CostModel(this, settings);
    if (settings.budget) new Budget(this, 'Budget', { ...settings.budget, key: this.encryptionKey, api, stores, system: this.system, costs: this.costs, topic: this.alarmTopic });
    announceCost(this, this.costs);
  }

  /**
   * Estimates the monthly cost of this system from its settings: sizes, formats, watermark, network, workflow, memory and
   * storage classes. The model uses measured and estimated durations and list prices, offline; `docs/cost.md` describes it.
   * `cdk synth -c cdk-image-management-system:cost=100000` prints it for this many images per month.
   *
   * @param options usage of the system
   */
  public estimateMonthlyCost(options: CostOptions): CostEstimate {
    return this.costs.estimate(options);
  }

  /** Allows a principal to read renditions and records: objects under `images/` of the output bucket, rows of the table, and decryption with the key. */
  public grantRead(grantee: IGrantable): Grant {
    return grantImageRead(grantee, this);
  }

  /** Allows a principal to read originals: objects under `uploads/` of the input bucket, and decryption with the key. */
  public grantReadOriginals(grantee: IGrantable): Grant {
    return grantOriginalRead(grantee, this);
  }

  /** Allows a principal to erase users: to start `eraseUserStateMachine` and read the progress and receipt of an execution. */
  public grantEraseUser(grantee: IGrantable): Grant {
    return grantErasure(grantee, this.eraseUserStateMachine);
  }

  /** Allows a principal to repair images: to start `repairStateMachine` and read the progress and report of an execution. */
  public grantRepair(grantee: IGrantable): Grant {
    return grantRepairs(grantee, this.repairStateMachine);
  }

  /**
   * Runs a target whenever an image of this system is ready, including ready images that were reprocessed with other
   * settings (`reprocessed`). The event's `detail` contains `user_id`, `image_id`, `updated_at`, `reprocessed`, `bucket`,
   * `pipeline` (library versions) and `renditions` (each with `size`, `format`, `width`, `height`, `bytes`, `key` and
   * `recipe`, the hash of its settings).
   */
  public onImageReady(id: string, options: OnEventOptions = {}): Rule {
    return createImageRule(this, id, DetailType.READY, options);
  }

  /**
   * Runs a target whenever an image of this system is rejected. The event's `detail` contains `user_id`, `image_id` and
   * `reason`.
   */
  public onImageRejected(id: string, options: OnEventOptions = {}): Rule {
    return createImageRule(this, id, DetailType.REJECTED, options);
  }

  /**
   * Runs a target whenever an image of this system could not be processed. The event's `detail` contains `user_id`,
   * `image_id` and `reason`.
   */
  public onImageFailed(id: string, options: OnEventOptions = {}): Rule {
    return createImageRule(this, id, DetailType.FAILED, options);
  }

  /**
   * Runs a target whenever a ready, rejected or failed image of this system is deleted, by any caller. The event's `detail`
   * contains `user_id` and `image_id`.
   */
  public onImageDeleted(id: string, options: OnEventOptions = {}): Rule {
    return createImageRule(this, id, DetailType.DELETED, options);
  }

  /** Number of images that became ready. */
  public metricImagesReady(options?: MetricOptions): Metric {
    return imagesMetric(ImageMetric.IMAGES_READY, this.system, options);
  }

  /** Number of images that were rejected because of their file. */
  public metricImagesRejected(options?: MetricOptions): Metric {
    return imagesMetric(ImageMetric.IMAGES_REJECTED, this.system, options);
  }

  /** Number of images that failed because of an error in the system. */
  public metricImagesFailed(options?: MetricOptions): Metric {
    return imagesMetric(ImageMetric.IMAGES_FAILED, this.system, options);
  }

  /** Number of ready, rejected or failed images that were deleted. */
  public metricImagesDeleted(options?: MetricOptions): Metric {
    return imagesMetric(ImageMetric.IMAGES_DELETED, this.system, options);
  }

  /** Encryption key and network, which all parts use. */
  private createPlatform(props: ImageManagementSystemProps, { network, architecture, removalPolicy, logRetention }: Settings): Platform {
    const notifiesTopic = (props.alarmTopic ?? props.alarmEmail) !== undefined;
    const { key } = new Encryption(this, 'Encryption', { encryptionKey: props.encryptionKey, removalPolicy, notifiesTopic });
    const platform = new Platform(key, network._bind(this), architecture, removalPolicy, logRetention, this.system);
    if (platform.network.ownVpc) new RefusedTraffic(this, 'RefusedTraffic', platform.network.ownVpc, platform);
    return platform;
  }
}
