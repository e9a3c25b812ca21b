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
import { announceCost } from './cost/announce-cost';
import { CostEstimate } from './cost/cost-estimate';
import { CostModel } from './cost/cost-model';
import { CostOptions } from './cost/cost-options';
import { Deletions } from './deletions';
import { Encryption } from './encryption';
import { Erasure } from './erasure/erasure';
import { Identity } from './identity';
import { createImageRule } from './image-events';
import { grantErasure, grantImageRead, grantOriginalRead, grantRepairs } from './image-grants';
import { ImageManagementSystemProps } from './image-management-system-props';
import { Ingestion } from './ingestion';
import { Budget } from './monitoring/budget';
import { imagesMetric } from './monitoring/metrics';
import { watch } from './monitoring/watch';
import { RefusedTraffic } from './network/refused-traffic';
import { originalsRules } from './options/originals-options';
import { renditionsRules } from './options/renditions-options';
import { Orchestrator } from './orchestrator';
import { Platform } from './platform';
import { Repairs } from './repairs/repairs';
import { toSettings } from './settings';
import { Storage } from './storage';
import { Sweeper } from './sweeper';
import { Publication } from './workflow/publication';
import { Workflow } from './workflow/workflow';

/**
 * A complete image backend: accounts, uploads straight to S3, validation, resizing, watermarks and retrieval.
 *
 * Its functions ship ready-made in the package: synthesizing needs no Docker, no bundler and no network. It gives no
 * resource a fixed name, so several systems fit in one stack.
 */
export class ImageManagementSystem extends Construct {
  /** The REST API. */
  public readonly api: IRestApi;
  /** Address of the REST API, without a slash at the end. */
  public readonly apiUrl: string;
  /** Accounts of the users. */
  public readonly userPool: IUserPool;
  /** The client that the API signs users up and in through. */
  public readonly userPoolClient: IUserPoolClient;
  /** Bucket that clients upload to; originals are under `uploads/`. */
  public readonly inputBucket: IBucket;
  /** Bucket of renditions, under `images/`. */
  public readonly outputBucket: IBucket;
  /** One row an image. */
  public readonly table: ITable;
  /** Uploaded originals that wait for their workflow. */
  public readonly queue: IQueue;
  /** Messages of `queue` that could not be handled. */
  public readonly deadLetterQueue: IQueue;
  /** Events of S3 that could not be put into `queue`. */
  public readonly eventDeadLetterQueue: IQueue;
  /** The workflow of one image. */
  public readonly stateMachine: IStateMachine;
  /**
   * Erases one user. Its input is `{"user_id": "…"}`, the Cognito `sub`; its output is the receipt, as the API answers it
   * (`DELETE /user/{user_id}`). Whatever was cut off is completed by another execution.
   */
  public readonly eraseUserStateMachine: IStateMachine;
  /**
   * Sends images through the workflow again: `{"repair": "failed" | "outdated" | "dead-letters", "dry_run": true | false, "max_images": …,
   * "user_id": …}`. It counts alone unless `dry_run` is false; its output is a report. `npx cdk-image-management-system repair` starts it.
   */
  public readonly repairStateMachine: IStateMachine;
  /** Key that encrypts buckets, queues, table and logs. */
  public readonly encryptionKey: IKey;
  /** Where the functions run; `undefined` with `Network.none()`. */
  public readonly vpc?: IVpc;
  /** What renditions are delivered by; `undefined` with `Delivery.s3()`. */
  public readonly distribution?: IDistribution;
  /** Told when an alarm goes off: `alarmTopic` of the props, or the one made for `alarmEmail`. */
  public readonly alarmTopic?: ITopic;
  /** One screen, in the order in which an image goes through the system. */
  public readonly dashboard: Dashboard;

  private readonly costs: CostModel;
  /** Tells this system's metrics from another's in the same account. */
  private readonly system = Names.uniqueResourceName(this, { maxLength: 128 });

  constructor(scope: Construct, id: string, props: ImageManagementSystemProps = {}) {
    super(scope, id);
    const { images, upload, workflowType, ...settings } = toSettings(props);
    const { removalPolicy, architecture, logRetention } = settings;

    // What everything stands on.
    const notifiesTopic = (props.alarmTopic ?? props.alarmEmail) !== undefined;
    const { key } = new Encryption(this, 'Encryption', { encryptionKey: props.encryptionKey, removalPolicy, notifiesTopic });
    const network = settings.network._bind(this);
    const platform = new Platform(key, network, architecture, removalPolicy, logRetention, this.system);
    if (network.ownVpc) new RefusedTraffic(this, 'RefusedTraffic', network.ownVpc, platform);

    // In the order of the data, but for what others have to know.
    const identity = new Identity(this, 'Identity', { platform, userPool: props.userPool, email: props.email });
    const { inputBucket, outputBucket, unknownUploads } = new Storage(this, 'Storage', {
      platform,
      given: props,
      allowedOrigins: upload.allowedOrigins,
      originals: originalsRules(settings.originals),
      renditions: renditionsRules(settings.intelligentTiering),
    });
    const { table } = new Catalog(this, 'Catalog', { platform, table: props.table });
    const delivery = settings.delivery._bind(this, { platform, outputBucket, allowedOrigins: upload.allowedOrigins });
    const stores = { platform, inputBucket, outputBucket, unknownUploads, table };
    const erasure = new Erasure(this, 'Erasure', { ...stores, userPool: identity.userPool });
    const accounts = { userPool: identity.userPool, userPoolClient: identity.client, passwordPolicy: identity.passwordPolicy };
    const calls = { images: images.settings, upload, delivery, settings: settings.api, eraseUser: erasure.stateMachine };
    const api = new Api(this, 'Api', { ...stores, ...accounts, ...calls });
    const ingestion = new Ingestion(this, 'Ingestion', { platform, inputBucket });
    const { queue } = ingestion;
    const workflow = new Workflow(this, 'Workflow', { ...stores, queue, images, type: workflowType });
    const { stateMachine, recordOutcome } = workflow;
    const publication = new Publication(this, 'Publication', { platform, recordOutcome, queue, type: workflowType });
    const machines = { stateMachine, publication: publication.stateMachine };
    const orchestrator = new Orchestrator(ingestion, 'Orchestrator', { ...stores, ...machines, queue, settings: settings.ingestion });
    const repairs = new Repairs(this, 'Repairs', { ...stores, ingestion, images: images.settings });
    const sweeper = new Sweeper(this, 'Sweeper', { ...stores, ...machines, queue, settings: settings.sweep });
    const deletions = new Deletions(this, 'Deletions', { ...stores, ...machines });

    this.api = api.restApi;
    this.apiUrl = api.url;
    this.userPool = identity.userPool;
    this.userPoolClient = identity.client;
    this.inputBucket = inputBucket;
    this.outputBucket = outputBucket;
    this.table = table;
    this.queue = queue;
    this.deadLetterQueue = ingestion.deadLetterQueue;
    this.eventDeadLetterQueue = ingestion.eventDeadLetterQueue;
    this.stateMachine = stateMachine;
    this.eraseUserStateMachine = erasure.stateMachine;
    this.repairStateMachine = repairs.stateMachine;
    this.encryptionKey = key;
    this.vpc = network.vpc;
    this.distribution = delivery.distribution;
    const functions = { ingestion, orchestrator, workflow, publication, erasure, repairs, deletions, sweeper };
    const parts = { ...stores, ...functions, api, identity, sweepEvery: settings.sweep.every };
    ({ topic: this.alarmTopic, dashboard: this.dashboard } = watch(this, parts, props));
    this.costs = new CostModel(this, { images, workflowType, ...settings });
    if (settings.budget) new Budget(this, 'Budget', { ...settings.budget, key, api, stores, system: this.system, costs: this.costs, topic: this.alarmTopic });
    announceCost(this, this.costs);
  }

  /**
   * What this system costs in a month, by its settings: sizes, formats, watermark, network, workflow, memory and storage classes. A model
   * from measured and estimated durations and from list prices, computed at synth without a network; `docs/cost.md` says what is
   * in it. `cdk synth -c cdk-image-management-system:cost=100000` prints it for so many images a month.
   *
   * @param options how the system is used
   */
  public estimateMonthlyCost(options: CostOptions): CostEstimate {
    return this.costs.estimate(options);
  }

  /** Lets a principal read renditions and records: objects under `images/` of the output bucket, rows of the table, and the key behind both. */
  public grantRead(grantee: IGrantable): Grant {
    return grantImageRead(grantee, this);
  }

  /** Lets a principal read the originals: objects under `uploads/` of the input bucket, and the key behind them. */
  public grantReadOriginals(grantee: IGrantable): Grant {
    return grantOriginalRead(grantee, this);
  }

  /** Lets a principal erase users: start `eraseUserStateMachine`, and read how far an execution is and its receipt. */
  public grantEraseUser(grantee: IGrantable): Grant {
    return grantErasure(grantee, this.eraseUserStateMachine);
  }

  /** Lets a principal repair images: start `repairStateMachine`, and follow an execution to its report. */
  public grantRepair(grantee: IGrantable): Grant {
    return grantRepairs(grantee, this.repairStateMachine);
  }

  /**
   * Runs a target whenever an image of this system is ready, also when it was ready before and is processed again with
   * other settings (`reprocessed`). `detail` of the event holds `user_id`, `image_id`, `updated_at`, `reprocessed`,
   * `bucket`, `pipeline` (versions of what made the pictures) and `renditions` (`size`, `format`, `width`, `height`,
   * `bytes`, `key` and `recipe`, the hash of its settings, each).
   */
  public onImageReady(id: string, options: OnEventOptions = {}): Rule {
    return createImageRule(this, id, DetailType.READY, options);
  }

  /**
   * Runs a target whenever an image of this system is rejected. `detail` of the event holds `user_id`, `image_id`
   * and `reason`.
   */
  public onImageRejected(id: string, options: OnEventOptions = {}): Rule {
    return createImageRule(this, id, DetailType.REJECTED, options);
  }

  /**
   * Runs a target whenever an image of this system could not be processed. `detail` of the event holds `user_id`,
   * `image_id` and `reason`.
   */
  public onImageFailed(id: string, options: OnEventOptions = {}): Rule {
    return createImageRule(this, id, DetailType.FAILED, options);
  }

  /**
   * Runs a target whenever an image of this system is deleted that was ready, rejected or failed, whoever asked for it.
   * `detail` of the event holds `user_id` and `image_id`.
   */
  public onImageDeleted(id: string, options: OnEventOptions = {}): Rule {
    return createImageRule(this, id, DetailType.DELETED, options);
  }

  /** Number of images that became ready. */
  public metricImagesReady(options?: MetricOptions): Metric {
    return imagesMetric(ImageMetric.IMAGES_READY, this.system, options);
  }

  /** Number of images that were rejected: the file was at fault. */
  public metricImagesRejected(options?: MetricOptions): Metric {
    return imagesMetric(ImageMetric.IMAGES_REJECTED, this.system, options);
  }

  /** Number of images that could not be processed: the system was at fault. */
  public metricImagesFailed(options?: MetricOptions): Metric {
    return imagesMetric(ImageMetric.IMAGES_FAILED, this.system, options);
  }

  /** Number of images that were deleted after they were ready, rejected or failed. */
  public metricImagesDeleted(options?: MetricOptions): Metric {
    return imagesMetric(ImageMetric.IMAGES_DELETED, this.system, options);
  }
}
