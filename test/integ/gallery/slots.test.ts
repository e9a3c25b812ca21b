import { Slots } from '../../../integ/gallery/page/slots';

/** Work that ends when it is told to. */
function task() {
  let end = () => {};
  const done = new Promise<void>(resolve => { end = resolve; });
  const work = jest.fn(async () => done);
  return { work, end };
}

test('no more than so many run at a time, and each that ends lets the next one in', async () => {
  const slots = new Slots(2);
  const tasks = Array.from({ length: 4 }, task);
  const runs = tasks.map(async ({ work }) => slots.run(work));
  const begun = () => tasks.map(({ work }) => work.mock.calls.length);
  expect(begun()).toEqual([1, 1, 0, 0]);
  tasks[1].end();
  await runs[1];
  expect(begun()).toEqual([1, 1, 1, 0]);
  for (const { end } of tasks) end();
  await Promise.all(runs);
  expect(begun()).toEqual([1, 1, 1, 1]);
});

test('a failure reaches its caller and frees its place', async () => {
  const slots = new Slots(1);
  await expect(slots.run(async () => { throw new Error('broken'); })).rejects.toThrow('broken');
  await expect(slots.run(async () => 'next')).resolves.toBe('next');
});
