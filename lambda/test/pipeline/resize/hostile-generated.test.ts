import fc from 'fast-check';
import { animatedWebp, forgedPng, forgedTiff, pngChunk, repeatedGif } from './support/forged-files';
import { Kind, KINDS, smallFile, typeOf } from './support/small-files';
import { DEFAULT_SIZES, ImageFunctions } from '../../support/functions/image-functions';
import { expectVerdict } from '../../support/functions/verdict';
import { seed } from '../../support/seed';

/** `FUZZ_RUNS=1000` looks harder. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 25);
jest.setTimeout(60_000 + RUNS * 1000);

let functions: ImageFunctions;
const files = new Map<Kind, Buffer>();
beforeAll(async () => {
  functions = await ImageFunctions.start(DEFAULT_SIZES);
  for (const kind of KINDS) files.set(kind, await smallFile(kind));
});
afterAll(() => functions?.stop());

async function ends(bytes: Buffer, type: string): Promise<string> {
  const processed = await functions.process(bytes, type);
  expectVerdict(processed);
  return processed.end;
}

/** @param value of one bit */
function flip(file: Buffer, at: number, value: number): void {
  file[at] += Math.floor(file[at] / value) % 2 === 0 ? value : -value;
}

/** Fails with the seed and the smallest damage that breaks a function. */
function everyVerdict<T>(damage: fc.Arbitrary<T>, make: (damage: T) => Buffer, type: string): Promise<void> {
  return fc.assert(fc.asyncProperty(damage, async chosen => {
    await ends(make(chosen), type);
  }), { seed, numRuns: RUNS });
}

describe.each(KINDS)('a damaged %s', kind => {
  const type = typeOf(kind);

  test('is sound before it is damaged', async () => {
    expect(await ends(files.get(kind)!, type)).toBe('ready');
  });

  test('is rejected if it is truncated, at any kilobyte', async () => {
    const file = files.get(kind)!;
    const cuts = [1, 2, 3, 12, 100, 500, file.length - 100, file.length - 20];
    for (let cut = 1024; cut < file.length; cut += 1024) cuts.push(cut);
    for (const cut of cuts.filter(at => at < file.length)) {
      const end = await ends(file.subarray(0, cut), type);
      // Whole frames without the end of the file are an animation still.
      if (!kind.includes('gif')) expect({ cut, of: file.length, end }).not.toMatchObject({ end: 'ready' });
    }
  });

  // holds: threat.image.polyglot-file
  test(`with flipped bits is ready or rejected (seed ${seed})`, async () => {
    const flips = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(7)), { minLength: 1, maxLength: 12 });
    await everyVerdict(flips, chosen => {
      const file = Buffer.from(files.get(kind)!);
      for (const [share, bit] of chosen) flip(file, Math.floor(share * (file.length - 1)), 2 ** bit);
      return file;
    }, type);
  });

  test(`with other numbers in its head is ready or rejected (seed ${seed})`, async () => {
    const number = fc.oneof(fc.constantFrom(0, 1, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff), fc.nat(0xffffffff));
    const overwrites = fc.array(fc.tuple(fc.nat(400), number, fc.constantFrom(1, 2, 4), fc.boolean()), { minLength: 1, maxLength: 3 });
    await everyVerdict(overwrites, chosen => {
      const file = Buffer.from(files.get(kind)!);
      for (const [at, value, bytes, little] of chosen) {
        // What comes first says what the file is; without it there is nothing to decode.
        const offset = Math.min(12 + at, file.length - bytes);
        const fitting = value % 2 ** (8 * bytes);
        if (little) file.writeUIntLE(fitting, offset, bytes);
        else file.writeUIntBE(fitting, offset, bytes);
      }
      return file;
    }, type);
  });

  test(`with parts cut out, doubled or zeroed is ready or rejected (seed ${seed})`, async () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    await everyVerdict(fc.tuple(share, share, fc.constantFrom('cut', 'double', 'zero')), ([a, b, how]) => {
      const file = Buffer.from(files.get(kind)!);
      const [from, to] = [a, b].sort((x, y) => x - y).map(at => 12 + Math.floor(at * (file.length - 12)));
      if (how === 'cut') return Buffer.concat([file.subarray(0, from), file.subarray(to)]);
      if (how === 'double') return Buffer.concat([file.subarray(0, to), file.subarray(from)]);
      return file.fill(0, from, to);
    }, type);
  });
});

describe('a forged header', () => {
  const side = fc.oneof(fc.integer({ min: 1, max: 40_000 }), fc.constantFrom(0, 1, 30_000, 30_001, 65_535, 0x7fffffff));
  const dimensions = fc.tuple(side, side);

  test(`of a PNG claims what its pixels are not (seed ${seed})`, async () => {
    const kind = fc.tuple(fc.constantFrom(1, 2, 3, 4), fc.constantFrom(8 as const, 16 as const), fc.boolean());
    await everyVerdict(fc.tuple(dimensions, kind), ([[width, height], [channels, bits, interlaced]]) => {
      const file = forgedPng({ width: 20, height: 20, channels, bits }, { interlaced });
      file.writeUInt32BE(width, 16);
      file.writeUInt32BE(height, 20);
      const header = pngChunk('IHDR', file.subarray(16, 29));
      return Buffer.concat([file.subarray(0, 8), header, file.subarray(33)]);
    }, 'image/png');
  });

  test(`of a PNG holds chunks of lying lengths (seed ${seed})`, async () => {
    const name = fc.constantFrom('iCCP', 'eXIf', 'zTXt', 'tRNS', 'PLTE', 'acTL', 'gAMA');
    const lying = fc.tuple(name, fc.uint8Array({ maxLength: 60 }), fc.option(fc.nat(0xffffffff)));
    const several = fc.array(lying, { minLength: 1, maxLength: 4 });
    await everyVerdict(several, chunks => forgedPng({ width: 20, height: 20, channels: 3, bits: 8 }, {
      chunks: chunks.map(([type, data, length]) => pngChunk(type, Buffer.from(data), length ?? data.length)),
    }), 'image/png');
  });

  test(`of a TIFF has other values than its strip (seed ${seed})`, async () => {
    const tag = fc.constantFrom(256, 257, 258, 259, 262, 273, 274, 277, 278, 279, 284, 317, 320, 322, 323, 330, 338, 339, 34675);
    const value = fc.oneof(fc.nat(16), fc.nat(70_000), fc.nat(0xffffffff));
    await everyVerdict(fc.array(fc.tuple(tag, value), { minLength: 1, maxLength: 4 }), entries =>
      forgedTiff({ width: 40, height: 30, channels: 3, bits: 8 }, entries), 'image/tiff');
  });

  test(`of an animated WebP has a canvas or frames that do not fit (seed ${seed})`, async () => {
    const still = await smallFile('lossless webp', 40, 30);
    const part = fc.integer({ min: 1, max: 16_777_216 });
    await everyVerdict(fc.tuple(fc.integer({ min: 1, max: 320 }), part, part, fc.boolean()), ([frames, width, height, fits]) => {
      const canvas = { width: Math.min(width, 4000), height: Math.min(height, 400) };
      return animatedWebp(Array.from({ length: frames }, () => still), fits ? { width: 40, height: 30 } : { width, height }, canvas);
    }, 'image/webp');
  });

  test('of an animated WebP shows a frame for hours: it is shown as long as an encoder can write', async () => {
    const still = await smallFile('lossless webp', 40, 30);
    const frame = { width: 40, height: 30 };
    expect(await ends(animatedWebp([still, still], frame, frame, 10_000_000), 'image/webp')).toBe('ready');
  });

  test(`of a GIF has a screen of another size than its frames, and any number of them (seed ${seed})`, async () => {
    const file = files.get('animated gif')!;
    const short = fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.constantFrom(0, 1, 65_535));
    await everyVerdict(fc.tuple(short, short, fc.integer({ min: 1, max: 40 })), ([width, height, times]) => {
      const frames = repeatedGif(file, times);
      frames.writeUInt16LE(width, 6);
      frames.writeUInt16LE(height, 8);
      return frames;
    }, 'image/gif');
  });

  test.each([
    ['jpeg', 0xc0],
    ['progressive jpeg', 0xc2],
  ] as const)(`of a %s claims what its pixels are not (seed ${seed})`, async (kind, marker) => {
    const file = files.get(kind)!;
    // Marker, length and depth come before the height.
    const at = file.indexOf(Buffer.from([0xff, marker])) + 5;
    const short = fc.oneof(fc.nat(65_535), fc.constantFrom(0, 1, 65_535));
    await everyVerdict(fc.tuple(short, short), ([height, width]) => {
      const forged = Buffer.from(file);
      forged.writeUInt16BE(height, at);
      forged.writeUInt16BE(width, at + 2);
      return forged;
    }, 'image/jpeg');
  });

  test(`of an AVIF claims what its pixels are not (seed ${seed})`, async () => {
    const file = files.get('avif')!;
    const at = file.indexOf('ispe') + 8;
    await everyVerdict(dimensions, ([width, height]) => {
      const forged = Buffer.from(file);
      forged.writeUInt32BE(width, at);
      forged.writeUInt32BE(height, at + 4);
      return forged;
    }, 'image/avif');
  });
});
