import { Attribute } from '../../../src/contract/table';
import { changeExpressions, Condition, When } from '../../data/row-change';
import { holds, MemoryTable, TableRow } from '../support/memory-table';

const AT = '2026-01-01T00:00:00.000Z';
const LATER = '2026-01-01T01:00:00.000Z';
const now = new Date(LATER);
const seconds = now.getTime() / 1000;

function allows(when: Condition, row: TableRow | undefined): boolean {
  return holds(changeExpressions({ when, set: {} }), row);
}

const pending: TableRow = { image_id: 'id', status: 'pending', updated_at: AT };
const processing: TableRow = { image_id: 'id', status: 'processing', updated_at: AT, claimed_by: 'message-1' };
const ready: TableRow = { image_id: 'id', status: 'ready', updated_at: AT };

describe('a row changes', () => {
  test.each<[string, Condition, TableRow | undefined, boolean]>([
    ['new', When.isNew(), undefined, true],
    ['new', When.isNew(), pending, false],

    ['claimable', When.isClaimable('message-1'), pending, true],
    ['claimable', When.isClaimable('message-1'), processing, true],
    ['claimable', When.isClaimable('message-2'), processing, false],
    ['claimable', When.isClaimable('message-2'), { ...processing, claimed_by: undefined }, true],
    ['claimable', When.isClaimable('message-1'), ready, false],
    ['claimable', When.isClaimable('message-1'), undefined, false],

    ['processing', When.isProcessing(), processing, true],
    ['processing', When.isProcessing(), pending, false],
    ['processing', When.isProcessing(), ready, false],
    ['processing', When.isProcessing(), undefined, false],

    ['unchanged', When.isUnchanged('ready', AT), ready, true],
    ['unchanged', When.isUnchanged('ready', AT), { ...ready, updated_at: LATER }, false],
    ['unchanged', When.isUnchanged('ready', AT), { ...ready, status: 'failed' }, false],
    ['unchanged', When.isUnchanged('ready', AT), undefined, false],

    ['an unused grant', When.isUnusedGrant(AT, now), pending, true],
    ['an unused grant', When.isUnusedGrant(AT, now), { ...pending, expires_at: seconds - 1 }, true],
    ['an unused grant', When.isUnusedGrant(AT, now), { ...pending, expires_at: seconds }, false],
    ['an unused grant', When.isUnusedGrant(AT, now), processing, false],

    ['reprocessable', When.isReprocessable(AT, now), ready, true],
    ['reprocessable', When.isReprocessable(AT, now), { ...ready, reprocessing_since: AT }, true],
    ['reprocessable', When.isReprocessable(AT, now), { ...ready, reprocessing_since: LATER }, false],
    ['reprocessable', When.isReprocessable(AT, now), { ...ready, updated_at: LATER }, false],
  ])('if it is %s', (_name, when, row, expected) => {
    expect(allows(when, row)).toBe(expected);
  });
});

test('a change names every attribute and every value by a placeholder, and uses each that it names', () => {
  const change = changeExpressions({
    when: When.isClaimable('message-1'), set: { [Attribute.STATUS]: 'processing', [Attribute.SIZE]: 9, [Attribute.WIDTH]: undefined }, add: { retries: 1 }, remove: ['expires_at'],
  });
  expect(change.UpdateExpression).toBe('SET #status = :status, #size = :size ADD #retries :retries REMOVE #expires_at');
  const used = `${change.ConditionExpression} ${change.UpdateExpression}`;
  expect(new Set(used.match(/#\w+/g))).toEqual(new Set(Object.keys(change.ExpressionAttributeNames)));
  expect(new Set(used.match(/:\w+/g))).toEqual(new Set(Object.keys(change.ExpressionAttributeValues)));
});

test('a change without additions and removals has no such clause', () => {
  expect(changeExpressions({ when: When.isProcessing(), set: { reason: 'x' } }).UpdateExpression).toBe('SET #reason = :reason');
});

// holds: threat.workflow.double-ending
test('of two writers with the same condition, one succeeds', () => {
  const table = new MemoryTable([{ ...processing }]);
  const end = (by: string) => table.update({
    TableName: 'images', Key: { image_id: 'id' }, ...changeExpressions({ when: When.isProcessing(), set: { status: 'ready', ended_by: by } }),
  });
  expect(end('first').Attributes).toMatchObject({ ended_by: 'first' });
  expect(() => end('second')).toThrow('The conditional request failed');
  expect(table.rows).toMatchObject([{ ended_by: 'first' }]);
});
