import { isImageId, newImageId, timeOfImageId } from '../../data/image-id';

const TIME = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

const clock = jest.spyOn(Date, 'now');
beforeEach(() => {
  clock.mockReturnValue(TIME);
});

describe('image ids', () => {
  test('are UUIDs of version 7 with the time in front', () => {
    const id = newImageId();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(timeOfImageId(id)).toEqual(new Date(TIME));
    expect(isImageId(id)).toBe(true);
  });

  test('differ and sort by the order they were made in, within one millisecond', () => {
    const ids = Array.from({ length: 10_000 }, newImageId);
    expect(new Set(ids).size).toBe(10_000);
    expect([...ids].sort()).toEqual(ids);
  });

  test('still sort when the clock is set back', () => {
    const ids = [TIME, TIME - 60_000, TIME + 1].map((time) => {
      clock.mockReturnValue(time);
      return newImageId();
    });
    expect([...ids].sort()).toEqual(ids);
  });

  test.each(['', 'abc', '0190-', '01900000-0000-7000-8000-00000000000G', '01900000-0000-7000-8000-000000000000/x', '01900000-0000-7000-8000-00000000000A'])(
    'rejects %p as an id', (text) => {
      expect(isImageId(text)).toBe(false);
    });
});
