import { IQueue } from 'aws-cdk-lib/aws-sqs';
import {
  Choice, Condition, Fail, IChainable, JsonPath, Map as MapState, Pass, Result, Succeed, TaskStateBase,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ImageFunctions } from './functions';
import { createRecordState, ERROR, OutcomeStates, RECORDED } from './outcome-states';
import { createFunctionTask } from '../functions/function-task';
import { HandlerFunction } from '../functions/handler-function';
import { BoundModeration } from '../moderation/bound-moderation';

export interface DefinitionProps {
  readonly functions: ImageFunctions;
  readonly recordOutcome: HandlerFunction;
  /** In their order. */
  readonly moderations: readonly BoundModeration[];
  /** The queue of uploads: events that EventBridge does not accept wait in it. */
  readonly queue: IQueue;
  /** Value of the metrics' dimension. */
  readonly system: string;
}

/** As many as an image has sizes in most systems. More would take concurrency away from other images. */
const PARALLEL_WATERMARKS = 4;

/**
 * The workflow of one image: validate, resize, moderate, watermark, record, publish. Its input is an `UploadedImage`; each step
 * adds its result (`$.validation`, `$.resize`, `$.watermark`, `$.moderation`). A rejected file is a verdict that a choice reads. An
 * exception is a fault of the system: it is retried, then caught on its own task. Whatever happens, the image's end is recorded
 * by a function.
 */
export function createDefinition(scope: Construct, { functions, recordOutcome, moderations, queue, system }: DefinitionProps): IChainable {
  const end = createEnd(scope, recordOutcome);
  const outcome = new OutcomeStates(scope, { recordOutcome, queue, system, published: end, queued: end });
  const call = (id: string, handler: HandlerFunction, resultPath: string): TaskStateBase => {
    const state = createFunctionTask(scope, id, { function: handler.function, payload: { upload: JsonPath.entirePayload }, resultPath });
    state.addCatch(outcome.record, { resultPath: ERROR });
    return state;
  };
  const ifAccepted = (id: string, verdict: string, next: IChainable): IChainable =>
    new Choice(scope, id).when(Condition.stringEquals(`${verdict}.outcome`, 'accepted'), next).otherwise(outcome.record);

  const watermarked = functions.watermark ? createWatermarkMap(scope, functions.watermark).next(outcome.record) : outcome.record;
  const moderated = createModeration(scope, moderations, watermarked, outcome.record);
  const resized = call('Resize', functions.resize, '$.resize').next(ifAccepted('IsResized', '$.resize', moderated));
  return call('Validate', functions.validation, '$.validation').next(ifAccepted('IsValid', '$.validation', resized));
}

/** What is left to do once the outcome is published. */
function createEnd(scope: Construct, recordOutcome: HandlerFunction): IChainable {
  const failed = new Fail(scope, 'Failed', {
    error: 'ProcessingFailed', cause: 'A step failed after its retries; the log of its function says why',
  });
  const ended = new Succeed(scope, 'Ended');
  const supersede = createRecordState(scope, 'SupersedeRenditions', recordOutcome, 'supersede', JsonPath.DISCARD);
  supersede.addCatch(new Fail(scope, 'NotSuperseded', {
    error: 'NotSuperseded', cause: 'The new renditions are stored and published, but the old ones could not be tagged for removal',
  }), { resultPath: ERROR });
  return new Choice(scope, 'HasSupersededRenditions')
    .when(Condition.isPresent(`${RECORDED}.superseded`), supersede.next(ended))
    .when(Condition.booleanEquals(`${RECORDED}.failed`, true), failed)
    .otherwise(ended);
}

/**
 * The moderations one after the other. The first that does not accept the image ends it. They look at the decoded image, and
 * nothing is published before the row says `ready`, which is later.
 */
function createModeration(scope: Construct, moderations: readonly BoundModeration[], accepted: IChainable, ended: IChainable): IChainable {
  return moderations.reduceRight<IChainable>((next, moderation, index) =>
    moderation.createStates(scope, `Moderate${index === 0 ? '' : index + 1}`, { accepted: next, ended }), accepted);
}

/**
 * The watermark tasks of one image, in parallel. A task that failed says so in its result: a catch inside a map cannot lead
 * out of it.
 */
function createWatermarkMap(scope: Construct, handler: HandlerFunction): MapState {
  const payload = { upload: JsonPath.objectAt('$.upload'), task: JsonPath.objectAt('$.task') };
  const watermark = createFunctionTask(scope, 'Watermark', { function: handler.function, payload });
  watermark.addCatch(new Pass(scope, 'WatermarkFailed', { result: Result.fromObject({ outcome: 'failed', renditions: [] }) }), {
    resultPath: JsonPath.DISCARD,
  });
  const map = new MapState(scope, 'WatermarkEach', {
    itemsPath: '$.resize.watermark_tasks',
    itemSelector: { upload: JsonPath.entirePayload, task: JsonPath.objectAt('$$.Map.Item.Value') },
    maxConcurrency: PARALLEL_WATERMARKS,
    resultPath: '$.watermark',
  });
  map.itemProcessor(watermark);
  return map;
}
