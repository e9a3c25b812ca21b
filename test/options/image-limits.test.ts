import { readFileSync } from 'node:fs';
import { Lazy, Size, Token } from 'aws-cdk-lib';
import { at } from '../../projenrc/templates/json';
import { synthesize } from '../../projenrc/templates/synth';
import { ImageLimitsOptions } from '../../src';
import { DEFAULT_LIMITS } from '../../src/contract/image-settings';
import { toImageLimits } from '../../src/options/image-limits';

const limits = (options: ImageLimitsOptions = {}) => toImageLimits(options, DEFAULT_LIMITS.maxFileSize);

describe('the limits of images', () => {
  test('are the documented ones without options', () => {
    expect(limits()).toEqual(DEFAULT_LIMITS);
  });

  test('are those that were asked for', () => {
    const all = { maxPixels: 200_000_000, maxSide: 40_000, maxFrames: 2, maxBufferedPixels: 3, maxAvifPixels: 4, maxAnimationPixels: 5 };
    expect(toImageLimits(all, 6)).toEqual({ ...all, maxFileSize: 6 });
  });

  test('for what takes more memory to decode are never above the one for all', () => {
    expect(limits({ maxPixels: 20_000_000 })).toMatchObject({
      maxPixels: 20_000_000, maxBufferedPixels: 20_000_000, maxAvifPixels: DEFAULT_LIMITS.maxAvifPixels, maxAnimationPixels: 20_000_000,
    });
  });

  test('are the same in every function that knows images', () => {
    const stack = synthesize({ limits: { maxPixels: 9_000_000, maxSide: 5_000 }, upload: { maxFileSize: Size.mebibytes(3) } });
    const found = stack.functions().flatMap(({ name, resource }) => {
      const settings = at(resource.properties, 'Environment', 'Variables', 'IMAGE_SETTINGS');
      return typeof settings === 'string' ? [[name, (JSON.parse(settings) as { limits: unknown }).limits]] : [];
    });
    expect(found.map(([name]) => name)).toEqual(expect.arrayContaining(['upload-handler', 'validation', 'resize']));
    const expected = toImageLimits({ maxPixels: 9_000_000, maxSide: 5_000 }, Size.mebibytes(3).toBytes());
    for (const [, value] of found) expect(value).toEqual(expected);
  });

  test.each<[ImageLimitsOptions, string]>([
    [{ maxPixels: 0 }, 'limits.maxPixels must be between 1 and 250000000, got 0'],
    [{ maxPixels: 300_000_000 }, 'limits.maxPixels must be between 1 and 250000000, got 300000000'],
    [{ maxPixels: 1e6 + 0.5 }, 'limits.maxPixels must be a whole number between 1 and 250000000, got 1000000.5'],
    [{ maxSide: 65_501 }, 'limits.maxSide must be between 1 and 65500, got 65501'],
    [{ maxFrames: 2_001 }, 'limits.maxFrames must be between 1 and 2000, got 2001'],
    [{ maxBufferedPixels: 120_000_001 }, 'limits.maxBufferedPixels must be between 1 and 120000000, got 120000001'],
    [{ maxAvifPixels: 50_000_001 }, 'limits.maxAvifPixels must be between 1 and 50000000, got 50000001'],
    [{ maxAnimationPixels: NaN }, 'limits.maxAnimationPixels must be a whole number between 1 and 70000000, got NaN'],
    [{ maxPixels: 1000, maxAvifPixels: 1001 },
      'limits.maxAvifPixels must be at most limits.maxPixels (1000), got 1001; raise maxPixels too, or omit it'],
    [{ maxFrames: Token.asNumber(Lazy.any({ produce: () => 3 })) },
      'limits.maxFrames must be known at synth, got a token (a value that exists only after deployment); write the number itself'],
  ])('rejects %p', (options, message) => {
    expect(() => limits(options)).toThrow(new Error(message));
  });
});

describe('the documentation', () => {
  const docs = readFileSync('docs/api.md', 'utf8');
  /** `| `maxPixels` | 100 000 000 pixels …` as a number. */
  const documented = (name: string) => Number(new RegExp(`\\| \`(?:\\w+\\.)?${name}\` \\| ([\\d ]+) `).exec(docs)?.[1].replaceAll(' ', ''));

  test.each(Object.entries(DEFAULT_LIMITS))('tells the default of %s', (name, value) => {
    expect(documented(name)).toBe(value);
  });

  test('of the props tells the same', () => {
    const text = readFileSync('src/options/image-limits.ts', 'utf8');
    const { maxFileSize: _, ...rest } = DEFAULT_LIMITS;
    for (const [name, value] of Object.entries(rest)) expect([name, text]).toEqual([name, expect.stringMatching(`${value}|${value / 1e6} million`)]);
  });
});
