import type { Tally } from '../../../integ/faults/judge';
import { formatTable, isSound } from '../../../integ/faults/table';

const tally: Tally = {
  fault: 'S3 away', injections: 4, images: 3, ended: { ready: 2, failed: 1 }, lost: 0, duplicated: 0, withoutEvent: 1, rescues: { retry: 3 }, problems: [],
};

test('a run is a table with a line for each fault', () => {
  const [headings, rule, line] = formatTable([tally]).split('\n').map(text => text.split('|').map(cell => cell.trim()).filter(Boolean));
  expect(headings).toEqual(['fault', 'injections', 'images', 'ended as', 'lost', 'duplicated', 'without event', 'brought to an end by']);
  expect(rule.every(cell => /^-+$/.test(cell))).toBe(true);
  expect(line).toEqual(['S3 away', '4', '3', 'ready 2, failed 1', '0', '0', '1', 'retry 3']);
});

test.each([{ lost: 1 }, { duplicated: 1 }, { problems: ['something'] }])('a run fails with %j', what => {
  expect(isSound(tally)).toBe(true);
  expect(isSound({ ...tally, ...what })).toBe(false);
});
