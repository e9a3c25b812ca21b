import { colorants, deltaE, profileOf, SPACES, SRGB, toSrgb, Triple } from './support/colour';
import { makeProfile, readProfile } from './support/icc';

/** The yardstick of the colour tests is itself measured, on published figures. */
test('the matrices are those of the standards', () => {
  // Of the ICC's sRGB profile, and Adobe RGB (1998) 4.3.6.1.
  [[0.4361, 0.3851, 0.1431], [0.2225, 0.7169, 0.0606], [0.0139, 0.0971, 0.7141]]
    .forEach((row, y) => row.forEach((value, x) => expect(SRGB[y][x]).toBeCloseTo(value, 3)));
  [[0.60974, 0.20528, 0.14919], [0.31111, 0.62567, 0.06322], [0.01947, 0.06087, 0.74457]]
    .forEach((row, y) => row.forEach((value, x) => expect(colorants(SPACES['Adobe RGB'])[y][x]).toBeCloseTo(value, 3)));
});

test('sRGB stays itself', () => {
  for (const colour of [[10, 200, 40], [255, 255, 255], [0, 0, 0]] as const) {
    const scaled = colour.map(value => value / 255) as unknown as Triple;
    const curve = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    toSrgb(scaled, { matrix: SRGB, curves: [curve, curve, curve] }).forEach((value, at) => expect(value).toBeCloseTo(colour[at], 3));
  }
});

test('a profile is read as it was made', () => {
  const profile = readProfile(makeProfile(SPACES.ProPhoto));
  profile.matrix.forEach((row, y) => row.forEach((value, x) => expect(value).toBeCloseTo(profileOf(SPACES.ProPhoto).matrix[y][x], 4)));
  expect(profile.curves[1](0.5)).toBeCloseTo(0.5 ** 1.8, 2);
});

test('a difference of colour is nothing for the same, small for a step, large for another colour', () => {
  expect(deltaE([90, 120, 200], [90, 120, 200])).toBe(0);
  expect(deltaE([120, 120, 120], [121, 121, 121])).toBeCloseTo(0.37, 1);
  expect(deltaE([0, 0, 0], [255, 255, 255])).toBeCloseTo(100, 1);
  expect(deltaE([255, 0, 0], [0, 255, 0])).toBeGreaterThan(70);
  expect(deltaE([200, 40, 90], [90, 200, 40])).toBeCloseTo(deltaE([90, 200, 40], [200, 40, 90]), 9);
});
