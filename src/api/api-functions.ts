import { Duration } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ApiFunction } from '../contract/calls';
import { Env } from '../contract/environment';
import { ImageSettings } from '../contract/image-settings';
import { IMAGES_PREFIX, UPLOADS_PREFIX, WORK_PREFIX } from '../contract/object-keys';
import { BoundDelivery } from '../delivery/delivery';
import { countGrants, ENCRYPT, listObjects, TABLE_KEY } from '../functions/access';
import { HandlerFunction } from '../functions/handler-function';
import { Identity } from '../identity';
import { UploadSettings } from '../options/upload-options';
import { Platform } from '../platform';

export interface ApiFunctionsProps {
  readonly platform: Platform;
  readonly identity: Identity;
  readonly inputBucket: IBucket;
  readonly outputBucket: IBucket;
  readonly table: ITable;
  /** State machine that erases a user. */
  readonly eraseUser: IStateMachine;
  readonly images: ImageSettings;
  readonly upload: UploadSettings;
  /** How rendition URLs are signed. */
  readonly delivery: BoundDelivery;
}

/** A caller waits for the response, and more memory comes with more processor time. */
const API_MEMORY = 512;

/** The functions behind the API. */
export class ApiFunctions extends Construct {
  public readonly byName: Readonly<Record<ApiFunction, HandlerFunction>>;

  constructor(scope: Construct, id: string, private readonly props: ApiFunctionsProps) {
    super(scope, id);
    this.byName = {
      'auth-handler': this.createAuthHandler(),
      'upload-handler': this.createUploadHandler(),
      'image-retrieval': this.createImageRetrieval(),
    };
  }

  /**
   * Outside the VPC on purpose: it only calls Cognito's public endpoint, which needs no permissions, and has no access to
   * image data.
   */
  private createAuthHandler(): HandlerFunction {
    return new HandlerFunction(this, 'AuthHandler', {
      platform: this.props.platform,
      name: 'auth-handler',
      description: 'Sign-up, sign-in and other account calls',
      memorySize: API_MEMORY,
      timeout: Duration.seconds(10),
      environment: {
        ...this.origins(),
        [Env.USER_POOL_CLIENT_ID]: this.props.identity.client.userPoolClientId,
        [Env.PASSWORD_POLICY]: JSON.stringify(this.props.identity.passwordPolicy),
      },
      access: [],
      inNetwork: false,
    });
  }

  private createUploadHandler(): HandlerFunction {
    const { platform, table, inputBucket, images, upload } = this.props;
    return new HandlerFunction(this, 'UploadHandler', {
      platform,
      name: 'upload-handler',
      description: 'Issues upload grants: a presigned URL and a pending row',
      memorySize: API_MEMORY,
      timeout: Duration.seconds(10),
      environment: {
        ...this.origins(),
        ...this.urls(),
        [Env.MAX_OPEN_GRANTS]: String(upload.maxOpenGrants),
        [Env.MAX_GRANTS_PER_MINUTE]: String(upload.maxGrantsPerMinute),
        [Env.TABLE_NAME]: table.tableName,
        [Env.INPUT_BUCKET]: inputBucket.bucketName,
        [Env.ENCRYPTION_KEY_ARN]: platform.encryptionKey.keyArn,
        [Env.IMAGE_SETTINGS]: JSON.stringify(images),
      },
      access: [
        { service: 'dynamodb', actions: ['dynamodb:PutItem'], resources: [table.tableArn], keyActions: TABLE_KEY },
        countGrants(table, ['dynamodb:Query', 'dynamodb:UpdateItem']),
        // The function signs; clients upload.
        {
          service: 's3',
          actions: ['s3:PutObject'],
          resources: [inputBucket.arnForObjects(`${UPLOADS_PREFIX}*`)],
          keyActions: ENCRYPT,
          throughEndpoint: false,
        },
      ],
    });
  }

  private createImageRetrieval(): HandlerFunction {
    const { platform, table, inputBucket, outputBucket, images, eraseUser, delivery } = this.props;
    const removed = [IMAGES_PREFIX, WORK_PREFIX].map((prefix) => outputBucket.arnForObjects(`${prefix}*`));
    return new HandlerFunction(this, 'ImageRetrieval', {
      platform,
      name: 'image-retrieval',
      description: 'Reads, lists and deletes images, and starts user erasures',
      memorySize: API_MEMORY,
      timeout: Duration.seconds(15),
      environment: {
        ...this.origins(),
        ...this.urls(),
        [Env.TABLE_NAME]: table.tableName,
        [Env.INPUT_BUCKET]: inputBucket.bucketName,
        [Env.OUTPUT_BUCKET]: outputBucket.bucketName,
        [Env.IMAGE_SETTINGS]: JSON.stringify(images),
        [Env.DELIVERY]: JSON.stringify(delivery.settings),
        [Env.ERASE_USER_STATE_MACHINE_ARN]: eraseUser.stateMachineArn,
      },
      access: [
        {
          service: 'dynamodb',
          actions: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:Query'],
          resources: [table.tableArn],
          keyActions: TABLE_KEY,
        },
        countGrants(table, ['dynamodb:UpdateItem']),
        delivery.access,
        { service: 's3', actions: ['s3:DeleteObject'], resources: removed },
        listObjects(outputBucket, [IMAGES_PREFIX, WORK_PREFIX]),
        { service: 's3', actions: ['s3:DeleteObject'], resources: [inputBucket.arnForObjects(`${UPLOADS_PREFIX}*`)] },
        { service: 'states', actions: ['states:StartExecution'], resources: [eraseUser.stateMachineArn] },
      ],
    });
  }

  private origins(): Record<string, string> {
    return { [Env.ALLOWED_ORIGINS]: JSON.stringify(this.props.upload.allowedOrigins) };
  }

  private urls(): Record<string, string> {
    return { [Env.URL_EXPIRY_SECONDS]: String(this.props.upload.urlExpirySeconds) };
  }
}
