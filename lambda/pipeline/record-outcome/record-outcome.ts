import { Outcome, outcomeOf } from './outcome-of';
import { OutcomeRow, OutcomeRows, ReplacingRun, Written } from './outcome-rows';
import type { RenditionObjects } from './rendition-objects';
import { Metric } from '../../../src/contract/environment';
import { CONTENT_REFUSED } from '../../../src/contract/statuses';
import { RecordedOutcome, RecordOutcomeRequest, Rendition, WorkflowRun } from '../../../src/contract/workflow';
import { FinalStatus, imageEvent } from '../messages/image-event';

export interface RecordOutcomeOptions {
  readonly rows: Pick<OutcomeRows, 'end' | 'replace' | 'keep' | 'read'>;
  readonly objects: Pick<RenditionObjects, 'removeOriginal' | 'removeAll' | 'supersede'>;
  /** Name of the output bucket, for events. */
  readonly outputBucket: string;
  readonly now: () => Date;
}

const NOTHING_TO_PUBLISH: RecordedOutcome = { failed: false };

/**
 * The end of an image: stores how it ended, removes what it must not keep, and answers what the workflow publishes. Every
 * part can be repeated, so a call that was cut off is simply made again.
 */
export class RecordOutcome {
  constructor(private readonly options: RecordOutcomeOptions) {}

  public async record({ run, execution_id: executionId }: RecordOutcomeRequest): Promise<RecordedOutcome> {
    const outcome = outcomeOf(run);
    if (isReplacing(run)) return this.recordReplacement(run, outcome, executionId);
    const written = await this.options.rows.end(run, outcome, executionId, this.options.now());
    return this.finish(run, written, (row) => this.end(run, row));
  }

  /**
   * Tags the renditions that the row no longer names. A copy could bring an object of an image back that was deleted
   * meanwhile, so the row is read last, also after a copy that failed.
   */
  public async supersede({ run }: RecordOutcomeRequest): Promise<RecordedOutcome> {
    const { rows, objects } = this.options;
    const error: unknown = await objects.supersede(run.recorded?.superseded ?? []).then(() => undefined, (reason: unknown) => reason);
    if (await rows.read(run) === undefined) await objects.removeAll(run);
    else if (error !== undefined) throw error;
    return NOTHING_TO_PUBLISH;
  }

  private async recordReplacement(run: ReplacingRun, outcome: Outcome, executionId: string): Promise<RecordedOutcome> {
    const { rows, now } = this.options;
    if (outcome.status === 'ready') {
      const written = await rows.replace(run, outcome, executionId, now());
      return this.finish(run, written, (row) => this.publishReplacement(run, row));
    }
    const written = await rows.keep(run, outcome.reason, executionId);
    return this.finish(run, written, (row) => row.ended_by === executionId
      // An earlier call of this execution stored new renditions without getting an answer.
      ? this.publishReplacement(run, row)
      : { failed: outcome.status === 'failed', metric: Metric.REPROCESSINGS_FAILED });
  }

  /** An image that was deleted while its workflow ran leaves no objects. One that another execution ended stays as it is. */
  private async finish(
    run: WorkflowRun, written: Written, next: (row: OutcomeRow) => RecordedOutcome | Promise<RecordedOutcome>,
  ): Promise<RecordedOutcome> {
    if (written === 'superseded') return NOTHING_TO_PUBLISH;
    if (written !== 'deleted') return next(written);
    await this.options.objects.removeAll(run);
    return NOTHING_TO_PUBLISH;
  }

  private async end(run: WorkflowRun, row: OutcomeRow): Promise<RecordedOutcome> {
    if (row.status === 'rejected') {
      // Content that moderation refused has renditions already.
      await (row.reason === CONTENT_REFUSED ? this.options.objects.removeAll(run) : this.options.objects.removeOriginal(run));
    }
    return { ...this.publicationOf(run, row), failed: row.status === 'failed' };
  }

  private publishReplacement(run: ReplacingRun, row: OutcomeRow): RecordedOutcome {
    const named = renditionsOf(row).map(({ key }) => key);
    const superseded = (run.replaced ?? []).filter(({ key }) => !named.includes(key));
    return {
      ...this.publicationOf(run, row),
      metric: Metric.IMAGES_REPROCESSED,
      failed: false,
      ...(superseded.length > 0 && { superseded }),
    };
  }

  private publicationOf(run: WorkflowRun, row: OutcomeRow): Pick<RecordedOutcome, 'event' | 'metric'> {
    const { user_id, image_id } = run;
    const status = row.status as FinalStatus;
    return imageEvent({ user_id, image_id, status, bucket: this.options.outputBucket, detail: detailOf(run, row) });
  }
}

function isReplacing(run: WorkflowRun): run is ReplacingRun {
  return run.replaces !== undefined;
}

function detailOf(run: WorkflowRun, row: OutcomeRow): Record<string, unknown> {
  if (row.status !== 'ready') return { reason: row.reason, reason_detail: row.reason_detail };
  // `updated_at` distinguishes the first renditions of an image from later ones.
  return { updated_at: row.updated_at, reprocessed: isReplacing(run), pipeline: row.pipeline, renditions: renditionsOf(row) };
}

function renditionsOf({ renditions = '[]' }: OutcomeRow): Rendition[] {
  return JSON.parse(renditions) as Rendition[];
}
