import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Chain, Choice, Condition, Fail, IChainable, JsonPath, Map as MapState, Pass, Succeed, TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService, DynamoGetItem, DynamoProjectionExpression } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { SERVICE_FAILED } from './retries';
import { imageKey, STORED } from './transition';
import { renditionPrefix, workPrefix } from '../contract/object-keys';
import { ImageStatus } from '../contract/statuses';
import { Attribute, TABLE_KEYS } from '../contract/table';

export interface CleanUpProps {
  readonly table: ITable;
  readonly inputBucket: IBucket;
  readonly outputBucket: IBucket;
  /** Where it ends when objects could not be removed. */
  readonly unfinished: Fail;
  /** Present where images are moderated: what follows once all objects of a refused image are removed. */
  readonly refused?: IChainable;
}

const ERROR = '$.error';
const ROW = '$.found.Item';
/** `status` is a word of DynamoDB's own. */
const STATUS_NAME = '#status';
/** What a state notes that could not do all it had to, and cannot tell whether the image was deleted under its hands. */
export const LEFT = '$.left';
/** That a moderation refused the image: other rejections have no detail. */
export const isRefused = Condition.isPresent('$.rejection.detail');
/** As many deletions at a time: an image has some tens of objects at most. */
const PARALLEL_DELETIONS = 8;

/**
 * What a transition leads to whose condition was refused. An image that somebody else ended is theirs. One that this very
 * execution ended, without an answer to any of its tries, goes on as if it had had one. One whose row is gone was deleted
 * while the workflow ran: what the functions wrote after the deletion is removed, and nobody is told.
 */
export class CleanUp {
  public readonly start: TaskStateBase;
  /** Where the row is known to be gone, or to be refused. */
  public readonly removal: Chain;
  /** Where there is nothing left to do. */
  public readonly superseded: Succeed;
  private readonly choice: Choice;

  constructor(private readonly scope: Construct, private readonly props: CleanUpProps) {
    const find = new DynamoGetItem(scope, 'FindRow', {
      table: props.table,
      key: imageKey(),
      // Right after the deletion, an older state would keep its objects for ever.
      consistentRead: true,
      projectionExpression: [TABLE_KEYS.sort, STATUS_NAME, Attribute.ENDED_BY, Attribute.UPDATED_AT]
        .map((name) => new DynamoProjectionExpression().withAttribute(name)),
      expressionAttributeNames: { [STATUS_NAME]: Attribute.STATUS },
      resultPath: '$.found',
    });
    this.superseded = new Succeed(scope, 'Superseded', { comment: 'Nothing is left to do: the image is as it was last ended' });
    this.removal = this.removeAll();
    find.addRetry(SERVICE_FAILED);
    find.addCatch(props.unfinished, { resultPath: ERROR });
    this.start = find;
    this.choice = new Choice(scope, 'IsDeleted')
      .when(Condition.isNotPresent(ROW), this.removal)
      .when(Condition.isPresent(LEFT), props.unfinished)
      .otherwise(this.superseded);
    find.next(this.choice);
  }

  /**
   * Where an execution goes on that had ended its image so, and was never answered. What the answer would have been is
   * taken from the row.
   */
  public resume(id: string, execution: Condition, status: ImageStatus, next: IChainable): void {
    const endedBy = `${ROW}.${Attribute.ENDED_BY}`;
    const answer = new Pass(this.scope, id, {
      parameters: { [Attribute.UPDATED_AT]: JsonPath.stringAt(`${ROW}.${Attribute.UPDATED_AT}.S`) }, resultPath: STORED,
    });
    this.choice.when(Condition.and(
      execution,
      Condition.isPresent(endedBy),
      Condition.stringEqualsJsonPath(`${endedBy}.S`, '$$.Execution.Id'),
      Condition.stringEquals(`${ROW}.${Attribute.STATUS}.S`, status),
    ), answer.next(next));
  }

  private removeAll(): Chain {
    const original = removal(this.scope, 'RemoveOriginal', this.props.inputBucket, '$.key');
    original.addCatch(this.props.unfinished, { resultPath: ERROR });
    const prefixes = new Pass(this.scope, 'NamePrefixes', {
      parameters: { prefixes: JsonPath.array(ofImage(renditionPrefix), ofImage(workPrefix)) },
      resultPath: '$.leftovers',
    });
    const each = new MapState(this.scope, 'RemoveEachPrefix', {
      itemsPath: '$.leftovers.prefixes',
      itemSelector: { prefix: JsonPath.stringAt('$$.Map.Item.Value') },
      resultPath: JsonPath.DISCARD,
    });
    each.itemProcessor(this.removePrefix());
    each.addCatch(this.props.unfinished, { resultPath: ERROR });
    const deleted = new Succeed(this.scope, 'Deleted', { comment: 'The image was deleted meanwhile' });
    return original.next(prefixes).next(each).next(this.afterRemoval(deleted));
  }

  /** An image that was deleted before its refusal could be stored is nobody's news. */
  private afterRemoval(deleted: Succeed): IChainable {
    const { refused } = this.props;
    if (refused === undefined) return deleted;
    // By a write that was answered, or, where none was, by what is found in the row.
    const isStored = Condition.or(Condition.isPresent(STORED), Condition.isPresent(ROW));
    return new Choice(this.scope, 'WasRefused').when(Condition.and(isRefused, isStored), refused).otherwise(deleted);
  }

  /** One page of a listing holds 1,000 objects, which is more than the sizes and formats of an image can be. */
  private removePrefix(): Chain {
    const { outputBucket } = this.props;
    const list = new CallAwsService(this.scope, 'ListObjects', {
      service: 's3',
      action: 'listObjectsV2',
      parameters: { Bucket: outputBucket.bucketName, Prefix: JsonPath.stringAt('$.prefix') },
      // The workflow's role is written beside it.
      iamResources: ['*'],
      resultPath: '$.listing',
    });
    list.addRetry(SERVICE_FAILED);
    const each = new MapState(this.scope, 'RemoveEachObject', {
      itemsPath: '$.listing.Contents',
      itemSelector: { key: JsonPath.stringAt('$$.Map.Item.Value.Key') },
      maxConcurrency: PARALLEL_DELETIONS,
      resultPath: JsonPath.DISCARD,
    });
    each.itemProcessor(removal(this.scope, 'RemoveObject', outputBucket, '$.key'));
    // An empty listing has no list.
    return list.next(new Choice(this.scope, 'HasObjects')
      .when(Condition.isPresent('$.listing.Contents[0]'), each)
      .otherwise(new Pass(this.scope, 'NothingLeft')));
  }
}

/** Deletes one object; succeeds where there is none. */
export function removal(scope: Construct, id: string, bucket: IBucket, keyPath: string): CallAwsService {
  const task = new CallAwsService(scope, id, {
    service: 's3',
    action: 'deleteObject',
    parameters: { Bucket: bucket.bucketName, Key: JsonPath.stringAt(keyPath) },
    iamResources: [bucket.arnForObjects('*')],
    resultPath: JsonPath.DISCARD,
  });
  task.addRetry(SERVICE_FAILED);
  return task;
}

/** A prefix of the contract with the ids of the workflow's input in it. */
function ofImage(prefix: (userId: string, imageId: string) => string): string {
  return JsonPath.format(prefix('{}', '{}'), JsonPath.stringAt('$.user_id'), JsonPath.stringAt('$.image_id'));
}
