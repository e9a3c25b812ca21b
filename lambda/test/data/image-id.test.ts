import { createImageIds, isImageId, timeOfImageId } from '../../data/image-id';

const TIME = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

describe('image ids', () => {
  test('are UUIDs of version 7 with the time in front', () => {
    const id = createImageIds(() => TIME)();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(timeOfImageId(id)).toEqual(new Date(TIME));
    expect(isImageId(id)).toBe(true);
  });

  test('differ and sort by the order they were made in, within one millisecond and when its counter runs out', () => {
    const next = createImageIds(() => TIME);
    const ids = Array.from({ length: 10_000 }, next);
    expect(new Set(ids).size).toBe(10_000);
    expect([...ids].sort()).toEqual(ids);
  });

  test('still sort when the clock is set back', () => {
    const times = [TIME, TIME - 60_000, TIME + 1];
    const next = createImageIds(() => times.shift() ?? TIME);
    const ids = [next(), next(), next()];
    expect([...ids].sort()).toEqual(ids);
  });

  test.each(['', 'abc', '0190-', '01900000-0000-7000-8000-00000000000G', '01900000-0000-7000-8000-000000000000/x', '01900000-0000-7000-8000-00000000000A'])(
    'rejects %p as an id', (text) => {
      expect(isImageId(text)).toBe(false);
    });
});
