import { readOptions } from '../../../integ/faults/options';

test('without options, a run is as long as it is meant to be', () => {
  expect(readOptions([])).toEqual({ only: [], kills: 20, images: 10, burst: 500, soak: 2_000 });
});

test('parts and sizes can be chosen', () => {
  expect(readOptions(['--only', 'kills,soak', '--soak', '300'])).toMatchObject({ only: ['kills', 'soak'], soak: 300 });
});

test.each([[['--only', 'floods']], [['--kills', 'many']], [['--burst', '0']], [['--unknown']]])('rejects %j', args => {
  expect(() => readOptions(args)).toThrow(/--only takes|should be a whole number|Unknown option/);
});
