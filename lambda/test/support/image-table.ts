import { QueryCommandInput, QueryCommandOutput } from '@aws-sdk/lib-dynamodb';

export type Row = Record<string, unknown> & { readonly user_id: string; readonly image_id: string; readonly status: string };

/** `index` 0 is the oldest. */
export function row(index: number, changes: Partial<Row> = {}): Row {
  return {
    user_id: 'user',
    image_id: `01900000-0000-7000-8000-${String(index).padStart(12, '0')}`,
    status: 'ready',
    filename: 'a.jpg',
    content_type: 'image/jpeg',
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:00.000Z',
    ...changes,
  };
}

/** What DynamoDB makes of the catalog's queries: keys first, then the limit, and the filter last of all. */
export function answerQuery(rows: readonly Row[], input: QueryCommandInput): Partial<QueryCommandOutput> {
  const values = input.ExpressionAttributeValues ?? {};
  const after: unknown = input.ExclusiveStartKey?.image_id;
  const inOrder = rows
    .filter((candidate) => candidate.user_id === values[':user_id'] && (typeof after !== 'string' || candidate.image_id < after))
    .sort((a, b) => (a.image_id < b.image_id === (input.ScanIndexForward === false) ? 1 : -1));
  const filter = input.FilterExpression ?? '';
  const page = inOrder.slice(0, input.Limit);
  const last = page.at(-1);
  return {
    Items: page
      .filter(({ status }) => !filter.includes('#status = :status') || status === values[':status'])
      .filter(({ expires_at }) => !filter.includes('#expires_at >= :now') || typeof expires_at !== 'number' || expires_at >= values[':now']),
    // Like DynamoDB, which does not look ahead: a page that is exactly full has a next one, possibly empty.
    LastEvaluatedKey: last && page.length === input.Limit ? { user_id: last.user_id, image_id: last.image_id } : undefined,
  };
}
