import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Chain, Choice, Condition, Fail, IChainable, JsonPath, Map as MapState, Pass, Succeed, TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService, DynamoAttributeValue, DynamoGetItem, DynamoProjectionExpression, DynamoUpdateItem } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { createCount, READY } from './announcement';
import { CleanUp, LEFT } from './clean-up';
import { CONDITION_FAILED, NEVER, SERVICE_FAILED } from './retries';
import { AttributeValues, createTransition, imageKey, Origin } from './transition';
import { Metric } from '../contract/environment';
import { RENDITION_CACHE_CONTROL } from '../contract/media-types';
import { SUPERSEDED } from '../contract/object-keys';
import { PROCESSING_FAILED } from '../contract/statuses';
import { Attribute } from '../contract/table';

export interface ReprocessingProps {
  readonly table: ITable;
  readonly outputBucket: IBucket;
  readonly cleanUp: CleanUp;
  readonly unfinished: Fail;
  /** Value of the metrics' dimension. */
  readonly system: string;
}

const REPLACES = '$.replaces';
const CURRENT = '$.current.Item';
/** Renditions that are no longer named. */
const OLD = '$.old';
const ERROR = '$.error';
const PARALLEL_COPIES = 8;

/** That the image is ready, and stays so: its upload is processed for new renditions alone. */
export const isReprocessed = Condition.isPresent(REPLACES);

/** A run that is done with all comes to the row once more; one that did not get as far as its event has yet to tell of it. */
export const isUntoldReplacement = Condition.and(isReprocessed, Condition.not(Condition.isPresent(OLD)));

/** As the row was when it was sent; with it, of two runs one replaces the renditions. */
const AS_IT_WAS: Origin = {
  condition: `(#${Attribute.STATUS} = :${Attribute.STATUS} AND #${Attribute.UPDATED_AT} = :replaces)`,
  values: { ':replaces': DynamoAttributeValue.fromString(JsonPath.stringAt(REPLACES)) },
  removed: [Attribute.REPROCESSING_SINCE, Attribute.REPROCESSING_REASON],
};

/** What the workflow does otherwise with an image that is ready already. */
export class Reprocessing {
  constructor(private readonly scope: Construct, private readonly props: ReprocessingProps) {}

  /** Looks whether the row is as it was when it was sent: a late or doubled message is not worth the processing. */
  public createStart(process: IChainable, failed: IChainable): TaskStateBase {
    const { table, cleanUp } = this.props;
    const find = new DynamoGetItem(this.scope, 'FindCurrent', {
      table,
      key: imageKey(),
      consistentRead: true,
      projectionExpression: [Attribute.STATUS, Attribute.UPDATED_AT, Attribute.RENDITIONS]
        .map((name) => new DynamoProjectionExpression().withAttribute(`#${name}`)),
      expressionAttributeNames: Object.fromEntries([Attribute.STATUS, Attribute.UPDATED_AT, Attribute.RENDITIONS].map((name) => [`#${name}`, name])),
      resultPath: '$.current',
    });
    find.addRetry(SERVICE_FAILED);
    find.addCatch(failed, { resultPath: ERROR });
    const isAsItWas = Condition.and(
      Condition.stringEquals(`${CURRENT}.${Attribute.STATUS}.S`, READY.status),
      Condition.stringEqualsJsonPath(`${CURRENT}.${Attribute.UPDATED_AT}.S`, REPLACES),
    );
    find.next(new Choice(this.scope, 'IsCurrent')
      .when(Condition.isNotPresent(CURRENT), cleanUp.removal)
      .when(isAsItWas, process)
      .otherwise(cleanUp.superseded));
    return find;
  }

  /** Puts the new renditions in the place of the old ones: one write, after which new addresses are handed out. */
  public createReplacement(values: AttributeValues): DynamoUpdateItem {
    const replace = createTransition(this.scope, 'ReplaceRenditions', this.props.table, READY.status, values, AS_IT_WAS);
    replace.addCatch(this.props.cleanUp.start, { errors: CONDITION_FAILED, resultPath: ERROR });
    return replace;
  }

  /**
   * Renditions that the row no longer names are copied onto themselves with a tag: the copy is new, so that the lifecycle rule
   * counts its days from now, and addresses that were handed out before go on to work. Whether the image was deleted under its
   * hands is looked at last, since a copy could bring an object back.
   */
  public createSupersession(): Chain {
    const name = new Pass(this.scope, 'NameOld', {
      parameters: {
        renditions: JsonPath.stringToJson(JsonPath.stringAt(`${CURRENT}.${Attribute.RENDITIONS}.S`)),
        kept: JsonPath.listAt('$.merged.lists[*][*].key'),
      },
      resultPath: OLD,
    });
    const each = new MapState(this.scope, 'SupersedeEach', {
      itemsPath: `${OLD}.renditions`,
      itemSelector: {
        key: JsonPath.stringAt('$$.Map.Item.Value.key'),
        format: JsonPath.stringAt('$$.Map.Item.Value.format'),
        kept: JsonPath.arrayContains(JsonPath.listAt(`${OLD}.kept`), JsonPath.stringAt('$$.Map.Item.Value.key')),
      },
      maxConcurrency: PARALLEL_COPIES,
      resultPath: JsonPath.DISCARD,
    });
    each.itemProcessor(new Choice(this.scope, 'IsKept')
      .when(Condition.booleanEquals('$.kept', true), new Pass(this.scope, 'Kept'))
      .otherwise(this.createCopy()));
    each.addCatch(this.props.cleanUp.start, { resultPath: LEFT });
    return name.next(each).next(this.props.cleanUp.start);
  }

  private createCopy(): CallAwsService {
    const { bucketName } = this.props.outputBucket;
    const copy = new CallAwsService(this.scope, 'Supersede', {
      service: 's3',
      action: 'copyObject',
      parameters: {
        Bucket: bucketName,
        Key: JsonPath.stringAt('$.key'),
        CopySource: JsonPath.format('{}/{}', bucketName, JsonPath.stringAt('$.key')),
        // S3 takes no copy onto itself that changes nothing; what it then forgets is said again.
        MetadataDirective: 'REPLACE',
        ContentType: JsonPath.format('image/{}', JsonPath.stringAt('$.format')),
        CacheControl: RENDITION_CACHE_CONTROL,
        TaggingDirective: 'REPLACE',
        Tagging: `${SUPERSEDED.key}=${SUPERSEDED.value}`,
      },
      // The workflow's role is written beside it.
      iamResources: ['*'],
      resultPath: JsonPath.DISCARD,
    });
    copy.addRetry(SERVICE_FAILED);
    return copy;
  }

  /**
   * Where a run comes to a fault or a rejection, the image keeps its renditions and its original. The row says why, until it
   * is sent again; it still matches what it was sent for.
   */
  public createRetention(): IChainable {
    const { scope, props: { system } } = this;
    const count = createCount(scope, 'CountKept', Metric.REPROCESSINGS_FAILED, system);
    const kept = new Succeed(scope, 'KeptAsItWas', { comment: 'The new run rejected the file; the image stays ready' });
    const failed = new Fail(scope, 'ReprocessingFailed', {
      error: 'ReprocessingFailed', cause: 'A step failed after its retries; the log of its function says why. The image stays ready as it was',
    });
    const isRejected = new Choice(scope, 'WasRejected').when(Condition.isPresent('$.rejection'), kept).otherwise(failed);
    count.addCatch(isRejected, { resultPath: ERROR });
    count.next(isRejected);
    const note = (id: string, reason: string): IChainable => this.createNote(id, reason).next(count);
    return new Choice(scope, 'WhyKept')
      .when(Condition.isPresent('$.rejection'), note('NoteRejection', JsonPath.stringAt('$.rejection.reason')))
      .otherwise(note('NoteFailure', PROCESSING_FAILED));
  }

  private createNote(id: string, reason: string): DynamoUpdateItem {
    const { table, cleanUp, unfinished } = this.props;
    const { STATUS, UPDATED_AT, REPROCESSING_SINCE, REPROCESSING_REASON } = Attribute;
    const note = new DynamoUpdateItem(this.scope, id, {
      table,
      key: imageKey(),
      conditionExpression: AS_IT_WAS.condition,
      updateExpression: `SET #${REPROCESSING_REASON} = :reason REMOVE #${REPROCESSING_SINCE}`,
      expressionAttributeNames: Object.fromEntries([STATUS, UPDATED_AT, REPROCESSING_SINCE, REPROCESSING_REASON].map((name) => [`#${name}`, name])),
      expressionAttributeValues: {
        ...AS_IT_WAS.values,
        ':status': DynamoAttributeValue.fromString(READY.status),
        ':reason': DynamoAttributeValue.fromString(reason),
      },
      resultPath: JsonPath.DISCARD,
    });
    note.addRetry(NEVER);
    note.addRetry(SERVICE_FAILED);
    note.addCatch(cleanUp.start, { errors: CONDITION_FAILED, resultPath: ERROR });
    note.addCatch(unfinished, { resultPath: ERROR });
    return note;
  }
}
