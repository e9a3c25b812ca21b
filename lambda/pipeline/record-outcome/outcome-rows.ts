import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Outcome } from './outcome-of';
import { IMAGE_STATUSES } from '../../../src/contract/statuses';
import { Attribute } from '../../../src/contract/table';
import { WorkflowRun } from '../../../src/contract/workflow';
import { changeExpressions, RowChange, rowKey, UNFINISHED_ATTRIBUTES, When } from '../../data/row-change';

const row = z.object({
  status: z.enum(IMAGE_STATUSES),
  updated_at: z.string(),
  ended_by: z.optional(z.string()),
  reason: z.optional(z.string()),
  reason_detail: z.optional(z.string()),
  pipeline: z.optional(z.string()),
  renditions: z.optional(z.string()),
});
export type OutcomeRow = Readonly<z.infer<typeof row>>;

/** What a write found: the row as this execution left it; no row; or a row that another execution or a repair has changed. */
export type Written = OutcomeRow | 'deleted' | 'superseded';

/** The rows of images, as far as their end is concerned. */
export class OutcomeRows {
  constructor(private readonly client: DynamoDBDocumentClient, private readonly tableName: string) {}

  /** Ends an image: stores its status and its results, and takes it out of the index of unfinished images. */
  public async end(run: WorkflowRun, outcome: Outcome, executionId: string, now: Date): Promise<Written> {
    return this.write(run, executionId, {
      when: When.isProcessing(),
      set: { ...resultsOf(outcome), ...endOf(outcome, executionId, now) },
      remove: UNFINISHED_ATTRIBUTES,
    });
  }

  /** Puts new renditions in place of those that a ready image had. */
  public async replace(run: ReplacingRun, outcome: Outcome, executionId: string, now: Date): Promise<Written> {
    return this.write(run, executionId, {
      when: When.isUnchanged('ready', run.replaces),
      set: { ...resultsOf(outcome), ...endOf(outcome, executionId, now) },
      remove: [Attribute.REPROCESSING_SINCE, Attribute.REPROCESSING_REASON],
    });
  }

  /** Notes why a ready image keeps its renditions. The row otherwise stays as it is, and the note can be repeated. */
  public async keep(run: ReplacingRun, reason: string, executionId: string): Promise<Written> {
    return this.write(run, executionId, {
      when: When.isUnchanged('ready', run.replaces),
      set: { [Attribute.REPROCESSING_REASON]: reason },
      remove: [Attribute.REPROCESSING_SINCE],
    });
  }

  public async read({ user_id, image_id }: WorkflowRun): Promise<OutcomeRow | undefined> {
    const { Item } = await this.client.send(new GetCommand({
      TableName: this.tableName,
      Key: rowKey(user_id, image_id),
      // An older state, right after a deletion, would leave objects behind forever.
      ConsistentRead: true,
    }));
    return Item && row.parse(Item);
  }

  /**
   * A write whose answer was lost is recognised by its execution: tried again, its condition no longer holds, and the row
   * says who changed it. The same goes for a write that fails in every attempt, but was made.
   */
  private async write(run: WorkflowRun, executionId: string, change: RowChange): Promise<Written> {
    try {
      const { Attributes } = await this.client.send(new UpdateCommand({
        TableName: this.tableName, Key: rowKey(run.user_id, run.image_id), ...changeExpressions(change), ReturnValues: 'ALL_NEW',
      }));
      return row.parse(Attributes);
    } catch (error) {
      const found = await this.read(run);
      if (found === undefined) return 'deleted';
      if (found.ended_by === executionId) return found;
      if (error instanceof ConditionalCheckFailedException) return 'superseded';
      throw error;
    }
  }
}

/** A run for new renditions of an image that is ready. */
export type ReplacingRun = WorkflowRun & { readonly replaces: string };

function endOf({ status }: Outcome, executionId: string, now: Date): Record<string, unknown> {
  return { [Attribute.STATUS]: status, [Attribute.UPDATED_AT]: now.toISOString(), [Attribute.ENDED_BY]: executionId };
}

function resultsOf(outcome: Outcome): Record<string, unknown> {
  if (outcome.status === 'failed') return { [Attribute.REASON]: outcome.reason };
  if (outcome.status === 'rejected') return { [Attribute.REASON]: outcome.reason, [Attribute.REASON_DETAIL]: outcome.detail };
  const { image, renditions } = outcome;
  return {
    [Attribute.WIDTH]: image.width,
    [Attribute.HEIGHT]: image.height,
    [Attribute.SIZE]: image.size,
    [Attribute.CONTENT_TYPE]: image.type,
    [Attribute.SHA256]: image.sha256,
    [Attribute.PLACEHOLDER]: image.placeholder,
    [Attribute.DOMINANT_COLOR]: image.dominant_color,
    [Attribute.PIPELINE]: image.pipeline,
    [Attribute.RENDITIONS]: JSON.stringify(renditions),
  };
}
