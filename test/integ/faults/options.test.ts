import { readOptions } from '../../../integ/faults/options';
import { SUITES } from '../../../integ/faults/suites/all';

const read = (...args: string[]) => readOptions(args, Object.keys(SUITES));

test('without options, a run is as long as it is meant to be', () => {
  expect(read()).toEqual({ only: [], kills: 20, images: 10, burst: 500, soak: 2_000 });
});

test('parts and sizes can be chosen', () => {
  expect(read('--only', 'kills,soak', '--soak', '300')).toMatchObject({ only: ['kills', 'soak'], soak: 300 });
});

test.each([[['--only', 'floods']], [['--kills', 'many']], [['--burst', '0']], [['--unknown']]])('rejects %j', args => {
  expect(() => read(...args)).toThrow(/--only takes|should be a whole number|Unknown option/);
});
