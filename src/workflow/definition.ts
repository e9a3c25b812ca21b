import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Chain, Choice, Condition, Fail, IChainable, JsonPath, Pass, Succeed, TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import { DynamoAttributeValue as Value } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import {
  createAnnouncement, createCount, createDebt, createFurtherDebt, createLateAnnouncement,
  DELETED, FAILED, News, READY, REJECTED, REPROCESSED,
} from './announcement';
import { CleanUp, isRefused, removal } from './clean-up';
import { ImageFunctions } from './image-functions';
import { createImageTask, createWatermarkMap } from './image-tasks';
import { createModeration, createRefusal } from './moderation-states';
import { isReprocessed, isUntoldReplacement, Reprocessing } from './reprocessing';
import { CONDITION_FAILED } from './retries';
import { AttributeValues, createTransition, STORED } from './transition';
import { PROCESSING_FAILED } from '../contract/statuses';
import { Attribute } from '../contract/table';
import { ANNOUNCE_DELETION, GIVE_UP, TELL } from '../contract/workflow';
import { BoundModeration } from '../moderation/bound-moderation';

export interface DefinitionProps {
  readonly functions: ImageFunctions;
  /** In their order. */
  readonly moderations: readonly BoundModeration[];
  readonly table: ITable;
  readonly inputBucket: IBucket;
  readonly outputBucket: IBucket;
  /** Of uploads; events that could not be sent wait in it, too. */
  readonly queue: IQueue;
  /** Value of the metrics' dimension. */
  readonly system: string;
}

const ERROR = '$.error';
const ACCEPTED = 'accepted';
const MISSING = 'missing';

/**
 * The workflow of one image. Its input is an `UploadedImage`; each step adds its result beside it (`$.validation`,
 * `$.resize`, `$.watermark`). An input with an `order` is a `GivenUpImage`, a `DeletedImage` or an `UntoldEvent`.
 * A refused or deleted file is a verdict that a choice reads; an exception is a fault of ours, tried again and then caught on its own
 * task.
 */
export class Definition {
  public readonly start: IChainable;
  private readonly failed: IChainable;
  private readonly rejected: IChainable;
  private readonly cleanUp: CleanUp;
  /** Where a transition finds that somebody else ended or deleted the image meanwhile. */
  private readonly refused: TaskStateBase;
  /** How the image ends is stored, but what follows is not done: nobody was told, or objects were left. */
  private readonly unfinished: Fail;
  private readonly reprocessing: Reprocessing;

  constructor(private readonly scope: Construct, private readonly props: DefinitionProps) {
    this.unfinished = new Fail(scope, 'Unfinished', {
      error: 'Unfinished', cause: 'How the image ended is stored, but its event was not sent or objects were not deleted',
    });
    const { table, inputBucket, outputBucket, system } = props;
    const refused = props.moderations.length > 0 ? this.createRefusalEnd() : undefined;
    this.cleanUp = new CleanUp(scope, { table, inputBucket, outputBucket, unfinished: this.unfinished, refused });
    this.refused = this.cleanUp.start;
    // Before the other rejections, which are known by the same status.
    if (refused) this.cleanUp.resume('FoundRefused', Condition.and(Condition.not(isReprocessed), isRefused), REJECTED.status, this.cleanUp.removal);
    this.reprocessing = new Reprocessing(scope, { table, outputBucket, cleanUp: this.cleanUp, unfinished: this.unfinished, system });
    const retention = this.reprocessing.createRetention();
    this.failed = new Choice(scope, 'EndFailed').when(isReprocessed, retention).otherwise(this.createFailure());
    this.rejected = new Choice(scope, 'EndRejected').when(isReprocessed, retention).otherwise(this.createRejection());
    const process = this.createValidation(this.createResize(this.moderate(retention)));
    this.start = this.obey(process);
  }

  /** A refused image has renditions already: they go as those of a deleted one do, and then everybody is told. */
  private moderate(retention: IChainable): IChainable {
    const { moderations, table } = this.props;
    const publish = this.createStorage();
    if (moderations.length === 0) return publish;
    const refusal = createRefusal(this.scope, table, this.refused, this.failed);
    refusal.next(this.cleanUp.removal);
    const refused = new Choice(this.scope, 'EndRefused').when(isReprocessed, retention).otherwise(refusal);
    return createModeration(this.scope, { moderations, accepted: publish, refused, failed: this.failed });
  }

  private createRefusalEnd(): Chain {
    const [reason, detail] = ['$.rejection.reason', '$.rejection.detail'].map((path) => JsonPath.stringAt(path));
    return this.createEnd(REJECTED, { reason, [Attribute.REASON_DETAIL]: detail }, new Succeed(this.scope, 'Refused'), 'Refused');
  }

  /** One place ends images and tells of them: whoever gives one up, or sees one deleted, has it done here. */
  private obey(process: IChainable): Choice {
    const says = (order: string): Condition => Condition.and(Condition.isPresent('$.order'), Condition.stringEquals('$.order', order));
    const told = new Succeed(this.scope, 'DeletionTold');
    return new Choice(this.scope, 'ReadOrder')
      .when(says(GIVE_UP), this.failed)
      .when(says(ANNOUNCE_DELETION), this.createEnd(DELETED, {}, told))
      .when(says(TELL), this.createTelling())
      .when(isReprocessed, this.reprocessing.createStart(process, this.failed))
      .otherwise(process);
  }

  /** An event that EventBridge did not take before. As long as it does not, executions fail, which an alarm sees. */
  private createTelling(): Chain {
    const tell = createLateAnnouncement(this.scope, 'EmitLate');
    const owe = createFurtherDebt(this.scope, 'OweStill', this.props.queue);
    owe.addCatch(this.unfinished, { resultPath: ERROR });
    owe.next(new Fail(this.scope, 'StillUntold', { error: 'Untold', cause: 'EventBridge takes no event; the queue holds it, and it is sent again' }));
    tell.addCatch(owe, { resultPath: ERROR });
    return tell.next(new Succeed(this.scope, 'ToldLate'));
  }

  private createValidation(resize: IChainable): IChainable {
    const validate = createImageTask(this.scope, 'Validate', this.props.functions.validation, { upload: JsonPath.entirePayload }, '$.validation');
    this.catchFaults(validate);
    return validate.next(this.choose('IsValid', '$.validation', resize, 'RejectByValidation'));
  }

  private createResize(store: IChainable): IChainable {
    const resize = createImageTask(this.scope, 'Resize', this.props.functions.resize, { upload: JsonPath.entirePayload }, '$.resize');
    this.catchFaults(resize);
    return resize.next(this.choose('IsResized', '$.resize', store, 'RejectByResize'));
  }

  /**
   * Reads a verdict: goes on, or notes the reason where the rejection looks for it. An original that is gone ends the
   * image as a fault does; where the image was deleted with it, that finds no row to end.
   */
  private choose(id: string, verdict: string, accepted: IChainable, rejectId: string): Choice {
    const reject = new Pass(this.scope, rejectId, {
      parameters: { reason: JsonPath.stringAt(`${verdict}.reason`) }, resultPath: '$.rejection',
    });
    reject.next(this.rejected);
    return new Choice(this.scope, id)
      .when(Condition.stringEquals(`${verdict}.outcome`, ACCEPTED), accepted)
      .when(Condition.stringEquals(`${verdict}.outcome`, MISSING), this.failed)
      .otherwise(reject);
  }

  /** Renditions come from resize, and from each watermark task: one list in the row and in the event. */
  private createStorage(): IChainable {
    const { table, functions } = this.props;
    const values: AttributeValues = {
      [Attribute.WIDTH]: numberAt('$.resize.width'),
      [Attribute.HEIGHT]: numberAt('$.resize.height'),
      [Attribute.SIZE]: numberAt('$.resize.size'),
      [Attribute.CONTENT_TYPE]: textAt('$.resize.type'),
      [Attribute.SHA256]: textAt('$.resize.sha256'),
      [Attribute.PLACEHOLDER]: textAt('$.resize.placeholder'),
      [Attribute.DOMINANT_COLOR]: textAt('$.resize.dominant_color'),
      [Attribute.PIPELINE]: textAt('$.resize.pipeline'),
      [Attribute.RENDITIONS]: Value.fromString(JsonPath.jsonToString(JsonPath.objectAt('$.merged.lists[*][*]'))),
    };
    const first = createTransition(this.scope, 'StoreMetadata', table, READY.status, values);
    first.addCatch(this.refused, { errors: CONDITION_FAILED, resultPath: ERROR });
    this.catchFaults(first);
    const tell = this.createEnd(READY, readyDetail(false), new Succeed(this.scope, 'Ready'));
    first.next(tell);
    this.cleanUp.resume('FoundReady', Condition.not(isReprocessed), READY.status, tell);
    const again = this.reprocessing.createReplacement(values);
    this.catchFaults(again);
    const tellAgain = this.createEnd(REPROCESSED, readyDetail(true), this.reprocessing.createSupersession(), 'Reprocessed');
    again.next(tellAgain);
    this.cleanUp.resume('FoundReplaced', isUntoldReplacement, READY.status, tellAgain);
    const store = new Choice(this.scope, 'WasReady').when(isReprocessed, again).otherwise(first);

    if (functions.watermark === undefined) return this.merge(JsonPath.array(JsonPath.stringAt('$.resize.renditions'))).next(store);
    const merge = this.merge(
      JsonPath.array(JsonPath.stringAt('$.resize.renditions'), JsonPath.stringAt('$.watermark[*].renditions[*]')),
      { [FAILED.status]: watermarkEnded(FAILED.status), [MISSING]: watermarkEnded(MISSING) },
    );
    const lacking = [FAILED.status, MISSING].map((outcome) => Condition.booleanEquals(`$.merged.${outcome}`, true));
    const complete = new Choice(this.scope, 'IsWatermarked').when(Condition.or(...lacking), this.failed).otherwise(store);
    return createWatermarkMap(this.scope, functions.watermark).next(merge).next(complete);
  }

  private merge(lists: string, ends: Record<string, unknown> = {}): Pass {
    return new Pass(this.scope, 'Merge', { parameters: { lists, ...ends }, resultPath: '$.merged' });
  }

  private createRejection(): IChainable {
    const { table, inputBucket } = this.props;
    const reason = JsonPath.stringAt('$.rejection.reason');
    const mark = createTransition(this.scope, 'MarkRejected', table, REJECTED.status, { [Attribute.REASON]: Value.fromString(reason) });
    mark.addCatch(this.refused, { errors: CONDITION_FAILED, resultPath: ERROR });
    this.catchFaults(mark);
    const remove = removal(this.scope, 'DeleteOriginal', inputBucket, '$.key');
    remove.addCatch(this.unfinished, { resultPath: ERROR });
    this.cleanUp.resume('FoundRejected', Condition.not(isReprocessed), REJECTED.status, remove);
    return mark.next(remove).next(this.createEnd(REJECTED, { reason }, new Succeed(this.scope, 'Rejected')));
  }

  private createFailure(): TaskStateBase {
    const mark = createTransition(this.scope, 'MarkFailed', this.props.table, FAILED.status, { [Attribute.REASON]: Value.fromString(PROCESSING_FAILED) });
    mark.addCatch(this.refused, { errors: CONDITION_FAILED, resultPath: ERROR });
    mark.addCatch(this.unfinished, { resultPath: ERROR });
    mark.next(this.createEnd(FAILED, { reason: PROCESSING_FAILED }, new Fail(this.scope, 'Failed', {
      error: 'ProcessingFailed', cause: 'A step failed after its retries; the log of its function says why',
    })));
    return mark;
  }

  /** Event, count, end. An event that is not taken waits in the queue; a lost count is no reason to end otherwise. */
  private createEnd(
    news: News, detail: Record<string, unknown>, end: IChainable, name = news.detailType.replace('Image ', ''),
  ): Chain {
    const { outputBucket: { bucketName }, queue, system } = this.props;
    const announce = createAnnouncement(this.scope, `Emit${name}`, { news, bucketName, detail });
    const owe = createDebt(this.scope, `Owe${name}`, queue, { news, bucketName, detail });
    announce.addCatch(owe, { resultPath: ERROR });
    owe.addCatch(this.unfinished, { resultPath: ERROR });
    const count = createCount(this.scope, `Count${name}`, news.metric, system);
    count.addCatch(end, { resultPath: ERROR });
    owe.next(count);
    return announce.next(count).next(end);
  }

  private catchFaults(task: TaskStateBase): void {
    task.addCatch(this.failed, { resultPath: ERROR });
  }
}

/** Whether any of the watermark tasks ended so. */
function watermarkEnded(outcome: string): unknown {
  return JsonPath.arrayContains(JsonPath.listAt('$.watermark[*].outcome'), outcome);
}

/** `updated_at` is that of the row: it tells two ends of one image apart. */
function readyDetail(reprocessed: boolean): Record<string, unknown> {
  return {
    [Attribute.UPDATED_AT]: JsonPath.stringAt(`${STORED}.${Attribute.UPDATED_AT}`),
    reprocessed,
    pipeline: JsonPath.stringAt('$.resize.pipeline'),
    renditions: JsonPath.objectAt('$.merged.lists[*][*]'),
  };
}

function textAt(path: string): Value {
  return Value.fromString(JsonPath.stringAt(path));
}

/** DynamoDB takes numbers as text. */
function numberAt(path: string): Value {
  return Value.numberFromString(JsonPath.format('{}', JsonPath.stringAt(path)));
}
