import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { ERASED_KINDS, ErasedCounts, ErasedKind, ERASURE_SORT_KEY, Erasure, ErasureAttribute } from '../../src/contract/erasure';
import { quotaPartition, TABLE_KEYS } from '../../src/contract/table';

/** Life of the receipt. */
const KEEP_SECONDS = 30 * 24 * 60 * 60;

const count = z._default(z.number(), 0);
const counts = Object.fromEntries(ERASED_KINDS.map((kind) => [kind, count])) as Record<ErasedKind, typeof count>;
const row = z.object({
  started_at: z.string(),
  updated_at: z.string(),
  finished_at: z.optional(z.string()),
  ...counts,
});

/** The erasure, and when it last made progress. */
export interface RecordedErasure {
  readonly erasure: Erasure;
  readonly updatedAt: Date;
}

/** The record of a user's erasure: it blocks new grants, counts what was removed, and finally is the receipt. */
export class ErasureRecords {
  constructor(private readonly client: DynamoDBDocumentClient, private readonly tableName: string) {}

  public async get(userId: string): Promise<RecordedErasure | undefined> {
    const { Item } = await this.client.send(new GetCommand({ TableName: this.tableName, Key: key(userId), ConsistentRead: true }));
    return Item && { erasure: toErasure(userId, Item), updatedAt: new Date(String(Item[ErasureAttribute.UPDATED_AT])) };
  }

  /** Blocks new grants. Keeps the counts of an earlier run of the same erasure. */
  public async begin(userId: string, now: Date): Promise<Erasure> {
    return this.update(userId, now);
  }

  /** The count is set, not added: a user has one account, and this call may be repeated. */
  public async noteAccount(userId: string, now: Date): Promise<Erasure> {
    return this.update(userId, now, { set: ['#accounts = :accounts'], values: { accounts: 1 } });
  }

  /** Adds what was removed. A part that failed before this call is not counted, and one whose answer was lost may count twice. */
  public async add(userId: string, removed: Omit<ErasedCounts, 'accounts'>, finished: boolean, now: Date): Promise<Erasure> {
    return this.update(userId, now, {
      // The first end is kept: a later run finds nothing.
      set: finished ? ['#finished_at = if_not_exists(#finished_at, :now)'] : [],
      add: Object.keys(removed).map((kind) => `#${kind} :${kind}`),
      values: removed,
    });
  }

  private async update(userId: string, now: Date, change: RecordChange = {}): Promise<Erasure> {
    const { set = [], add = [], values = {} } = change;
    const always = ['#started_at = if_not_exists(#started_at, :now)', '#updated_at = :now', '#expires_at = :expires_at'];
    const expression = `SET ${[...always, ...set].join(', ')}${add.length > 0 ? ` ADD ${add.join(', ')}` : ''}`;
    const { Attributes = {} } = await this.client.send(new UpdateCommand({
      TableName: this.tableName,
      Key: key(userId),
      UpdateExpression: expression,
      ExpressionAttributeNames: Object.fromEntries((expression.match(/#\w+/g) ?? []).map((name) => [name, name.slice(1)])),
      ExpressionAttributeValues: {
        ':now': now.toISOString(),
        ':expires_at': Math.floor(now.getTime() / 1000) + KEEP_SECONDS,
        ...Object.fromEntries(Object.entries(values).map(([name, number]) => [`:${name}`, number])),
      },
      ReturnValues: 'ALL_NEW',
    }));
    return toErasure(userId, Attributes);
  }
}

interface RecordChange {
  readonly set?: readonly string[];
  readonly add?: readonly string[];
  readonly values?: Readonly<Partial<ErasedCounts>>;
}

function key(userId: string): Record<string, string> {
  return { [TABLE_KEYS.partition]: quotaPartition(userId), [TABLE_KEYS.sort]: ERASURE_SORT_KEY };
}

/** @throws Error if the row is not what this system writes */
function toErasure(userId: string, item: Readonly<Record<string, unknown>>): Erasure {
  const { success, data } = row.safeParse(item);
  if (!success) throw new Error(`the record of the erasure of user ${userId} is not what this system writes`);
  return {
    user_id: userId,
    status: data.finished_at === undefined ? 'erasing' : 'erased',
    started_at: data.started_at,
    finished_at: data.finished_at,
    removed: Object.fromEntries(ERASED_KINDS.map((kind) => [kind, data[kind]])) as ErasedCounts,
  };
}
