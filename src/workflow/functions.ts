import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { imageTimeout, RECORD_TIMEOUT, VALIDATION_TIMEOUT } from './time-limits';
import { Env } from '../contract/environment';
import { imageHandler } from '../contract/functions';
import { IMAGES_PREFIX, UPLOADS_PREFIX, WORK_PREFIX } from '../contract/object-keys';
import { allowNotFound, DECRYPT, deleteObjects, ENCRYPT, listObjects, TABLE_KEY } from '../functions/access';
import { HandlerFunction, HandlerFunctionProps } from '../functions/handler-function';
import { imageCode } from '../functions/image-code';
import { BoundImages } from '../options/image-settings';
import { Platform } from '../platform';

export interface ImageFunctionsProps {
  readonly platform: Platform;
  readonly images: BoundImages;
  readonly inputBucket: IBucket;
  readonly outputBucket: IBucket;
}

type Details = Pick<HandlerFunctionProps, 'description' | 'memorySize' | 'timeout' | 'environment' | 'access'>;

/** One whole virtual processor, which is what one image can use. */
const IMAGE_MEMORY = 1769;

/** The functions that look at pixels. */
export class ImageFunctions extends Construct {
  public readonly validation: HandlerFunction;
  public readonly resize: HandlerFunction;
  /** `undefined` where no size takes a watermark. */
  public readonly watermark?: HandlerFunction;

  constructor(scope: Construct, id: string, private readonly props: ImageFunctionsProps) {
    super(scope, id);
    const code = imageCode(props.platform.architecture, props.images.watermark);
    this.validation = this.create('Validation', 'validation', code, this.validationDetails());
    this.resize = this.create('Resize', 'resize', code, this.resizeDetails());
    if (props.images.watermark) this.watermark = this.create('Watermark', 'watermark', code, this.watermarkDetails());
  }

  private create(id: string, name: 'validation' | 'resize' | 'watermark', code: Code, details: Details): HandlerFunction {
    const { platform, images } = this.props;
    return new HandlerFunction(this, id, {
      ...details,
      platform,
      name,
      code,
      handler: imageHandler(name),
      environment: {
        ...details.environment,
        [Env.IMAGE_SETTINGS]: JSON.stringify(images.settings),
        // glibc otherwise keeps an arena a thread, and libvips' buffers double the memory of a warm function.
        MALLOC_ARENA_MAX: '1',
      },
    });
  }

  private validationDetails(): Details {
    const { inputBucket } = this.props;
    return {
      description: 'Checks an original: type, size, dimensions and frames',
      // A header is read, nothing decoded: the cold start decides.
      memorySize: 512,
      timeout: VALIDATION_TIMEOUT,
      environment: { [Env.INPUT_BUCKET]: inputBucket.bucketName },
      access: [
        { service: 's3', actions: ['s3:GetObject'], resources: [inputBucket.arnForObjects(`${UPLOADS_PREFIX}*`)], keyActions: DECRYPT },
        allowNotFound(inputBucket),
      ],
    };
  }

  private resizeDetails(): Details {
    const { inputBucket, outputBucket } = this.props;
    return {
      description: 'Makes every size of an original from one decode',
      memorySize: IMAGE_MEMORY,
      timeout: imageTimeout(this.props.images.settings),
      environment: { [Env.INPUT_BUCKET]: inputBucket.bucketName, [Env.OUTPUT_BUCKET]: outputBucket.bucketName },
      access: [
        { service: 's3', actions: ['s3:GetObject'], resources: [inputBucket.arnForObjects(`${UPLOADS_PREFIX}*`)], keyActions: DECRYPT },
        allowNotFound(inputBucket),
        {
          service: 's3',
          actions: ['s3:PutObject'],
          resources: [outputBucket.arnForObjects(`${IMAGES_PREFIX}*`), outputBucket.arnForObjects(`${WORK_PREFIX}*`)],
          keyActions: ENCRYPT,
        },
      ],
    };
  }

  private watermarkDetails(): Details {
    const { outputBucket } = this.props;
    return {
      description: 'Draws the watermark on the sizes that take it',
      memorySize: IMAGE_MEMORY,
      timeout: imageTimeout(this.props.images.settings),
      environment: { [Env.OUTPUT_BUCKET]: outputBucket.bucketName },
      access: [
        { service: 's3', actions: ['s3:GetObject'], resources: [outputBucket.arnForObjects(`${WORK_PREFIX}*`)], keyActions: DECRYPT },
        allowNotFound(outputBucket),
        { service: 's3', actions: ['s3:PutObject'], resources: [outputBucket.arnForObjects(`${IMAGES_PREFIX}*`)], keyActions: ENCRYPT },
      ],
    };
  }
}

export interface RecordOutcomeProps {
  readonly platform: Platform;
  readonly table: ITable;
  readonly inputBucket: IBucket;
  readonly outputBucket: IBucket;
}

/** The function that stores how an image ended, removes what it must not keep, and answers what is to be published. */
export function createRecordOutcome(scope: Construct, id: string, props: RecordOutcomeProps): HandlerFunction {
  const { platform, table, inputBucket, outputBucket } = props;
  return new HandlerFunction(scope, id, {
    platform,
    name: 'record-outcome',
    description: 'Stores how an image ended, and removes what it must not keep',
    memorySize: 256,
    timeout: RECORD_TIMEOUT,
    environment: {
      [Env.TABLE_NAME]: table.tableName,
      [Env.INPUT_BUCKET]: inputBucket.bucketName,
      [Env.OUTPUT_BUCKET]: outputBucket.bucketName,
    },
    access: [
      { service: 'dynamodb', actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'], resources: [table.tableArn], keyActions: TABLE_KEY },
      deleteObjects(inputBucket, outputBucket),
      // Superseded renditions are copied onto themselves, with a tag.
      {
        service: 's3',
        actions: ['s3:GetObject', 's3:PutObject', 's3:PutObjectTagging'],
        resources: [outputBucket.arnForObjects(`${IMAGES_PREFIX}*`)],
        keyActions: ENCRYPT,
      },
      listObjects(outputBucket, [IMAGES_PREFIX, WORK_PREFIX]),
    ],
  });
}
