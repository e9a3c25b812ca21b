import { sharp } from '../../../pipeline/imaging/sharp-runtime';
import { readMatrixProfile } from '../../../pipeline/resize/decode-image';
import { SPACES } from '../imaging/support/colour';
import { makeProfile, withProfile } from '../imaging/support/icc';

/** Greys, primaries, and colours within sRGB. */
const COLOURS = [
  [0, 0, 0], [255, 255, 255], [128, 128, 128], [3, 3, 3], [255, 0, 0], [0, 255, 0], [0, 0, 255], [200, 120, 60], [30, 90, 160],
];
const pixels = (channels: number) => Buffer.from(COLOURS.flatMap(colour => (channels === 4 ? [...colour, 77] : colour)));

/** The colour engine's conversion, which works with any profile. */
async function byEngine(icc: Buffer): Promise<Buffer> {
  const raw = { width: COLOURS.length, height: 1, channels: 3 } as const;
  // sharp attaches a profile by converting to it, so the bytes are put in by hand.
  const png = await sharp(pixels(3), { raw }).png().toBuffer();
  return sharp(withProfile(png, icc)).toColourspace('srgb').raw().toBuffer();
}

/** Changes one tag's type. */
function withTag(icc: Buffer, signature: string, type: string): Buffer {
  const changed = Buffer.from(icc);
  const entry = changed.indexOf(signature, 128, 'latin1');
  changed.write(type, changed.readUInt32BE(entry + 4), 'latin1');
  return changed;
}

describe.each(['Adobe RGB', 'Display P3', 'ProPhoto'] as const)('a profile of %s', space => {
  test('converts as the colour engine does, within a step', async () => {
    const shown = pixels(3);
    readMatrixProfile(makeProfile(SPACES[space]))!(shown, 3);
    const expected = await byEngine(makeProfile(SPACES[space]));
    shown.forEach((value, at) => expect(Math.abs(value - expected[at])).toBeLessThanOrEqual(1));
  });

  test('keeps alpha', () => {
    const [three, four] = [pixels(3), pixels(4)];
    const convert = readMatrixProfile(makeProfile(SPACES[space]))!;
    convert(three, 3);
    convert(four, 4);
    expect(four.filter((_, at) => at % 4 !== 3)).toEqual(three);
    expect([...four].filter((_, at) => at % 4 === 3)).toEqual(COLOURS.map(() => 77));
  });
});

test('a profile of sRGB changes nothing', async () => {
  const tagged = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } }).withIccProfile('srgb').png().toBuffer();
  const { icc } = await sharp(tagged).metadata();
  const shown = pixels(3);
  readMatrixProfile(icc!)!(shown, 3);
  expect(shown).toEqual(pixels(3));
});

describe('is left to the colour engine', () => {
  const p3 = makeProfile(SPACES['Display P3']);
  test.each<[string, () => Buffer]>([
    ['a profile of tables', () => Buffer.from(p3.toString('latin1').replace('cprt', 'A2B0'), 'latin1')],
    ['a profile of inks', () => Buffer.from(p3.toString('latin1').replace('RGB XYZ ', 'CMYKLab '), 'latin1')],
    ['a profile without a colorant', () => Buffer.from(p3.toString('latin1').replace('gXYZ', 'gone'), 'latin1')],
    ['a curve of an unknown type', () => withTag(p3, 'rTRC', 'what')],
    ['a colorant of an unknown type', () => withTag(p3, 'bXYZ', 'what')],
    ['only a header', () => p3.subarray(0, 128)],
    ['a profile that is cut off', () => p3.subarray(0, p3.length - 30)],
    ['no bytes', () => Buffer.alloc(0)],
    ['a forged count of tags', () => { const forged = Buffer.from(p3); forged.writeUInt32BE(0xffffffff, 128); return forged; }],
  ])('%s', (_, make) => {
    expect(readMatrixProfile(make())).toBeUndefined();
  });
});
