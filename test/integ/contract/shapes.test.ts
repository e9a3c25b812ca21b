import { lostFields, shapeOf } from '../../../integ/contract/shapes';

const record = { image_id: '1', status: 'ready', width: 5, renditions: [{ size: 'small' }] };
const problem = { code: 'image-not-found', status: 404 };

test('an answer is remembered without what it says, but for its words and what a client passes on', () => {
  expect(shapeOf({ ...record, headers: { 'x-amz-key': 'a' } })).toEqual({
    image_id: 'string', status: '=ready', width: 'number', renditions: [{ size: 'string' }], headers: {},
  });
  expect(shapeOf(problem)).toEqual({ code: '=image-not-found', status: 'number' });
});

test('of the items of a list, what all have is remembered', () => {
  expect(shapeOf([record, { image_id: '2', status: 'pending', renditions: [] }])).toEqual([{ image_id: 'string', status: 'string', renditions: [] }]);
});

test.each<[string, unknown, unknown]>([
  ['the same', record, record],
  ['another value', record, { ...record, image_id: '2', width: 6 }],
  ['a new field', record, { ...record, colour: 'red', renditions: [{ size: 'small', bytes: 1 }] }],
  ['an item more or none', { items: [record] }, { items: [record, record] }],
  ['none of the items', { items: [record] }, { items: [] }],
  ['items where there were none', { items: [] }, { items: [record] }],
  ['other headers to pass on', { headers: { a: '1' } }, { headers: { b: '1' } }],
])('%s is no loss', (_what, recorded, answer) => {
  expect(lostFields(shapeOf(recorded), answer)).toEqual([]);
});

test.each<[string, unknown, unknown, string]>([
  ['a missing field', record, { ...record, width: undefined }, 'the body.width should be a number, got a undefined'],
  ['a renamed field of an item', record, { ...record, renditions: [{ name: 'small' }] }, 'the body.renditions[0].size is missing'],
  ['another type', record, { ...record, image_id: 1 }, 'the body.image_id should be a string, got a number'],
  ['another word', problem, { ...problem, code: 'gone' }, "the body.code should be 'image-not-found', got 'gone'"],
  ['no list', { items: [] }, { items: {} }, 'the body.items should be an array'],
  ['no body', record, undefined, 'the body should be an object'],
])('fails for %s', (_what, recorded, answer, loss) => {
  expect(lostFields(shapeOf(recorded), answer)).toEqual([loss]);
});
