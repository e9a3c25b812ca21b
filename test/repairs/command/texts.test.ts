import { estimate } from '../../../src/repairs/command/texts';

describe('the estimate', () => {
  test('of nothing is nothing', () => {
    expect(estimate(0, 0)).toEqual({ dollars: 0, hours: 0 });
  });

  test('of a million photographs of 3 MB is a day at most, and in the order of what their first processing costs', () => {
    const { dollars, hours } = estimate(1_000_000, 3e12);
    expect(hours).toBeLessThan(24);
    expect(dollars).toBeGreaterThan(50);
    expect(dollars).toBeLessThan(500);
  });

  test('grows with the number of images and with their bytes', () => {
    const { dollars } = estimate(1_000, 1e9);
    expect(estimate(2_000, 1e9).dollars).toBeGreaterThan(dollars);
    expect(estimate(1_000, 2e9).dollars).toBeGreaterThan(dollars);
    expect(estimate(2_000, 2e9).dollars).toBeCloseTo(2 * dollars);
  });
});
