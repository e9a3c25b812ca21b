import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PackedPackage } from './support/packed-package';

/** Draws letters with the shipped font, composites them on a photograph's stand-in, and says what came out. */
const PROGRAM = `
  const { join } = require('node:path');
  const asset = join(__dirname, 'node_modules/cdk-image-management-system/assets/image-x64');
  const sharp = require(join(asset, 'node_modules/sharp'));
  const text = letters => sharp({ text: { text: letters, font: 'Noto Sans 24', fontfile: join(asset, 'fonts/NotoSans-Regular.ttf'), rgba: true, dpi: 150 } }).png().toBuffer();
  const extent = async letters => { const { width, height } = await sharp(await text(letters)).metadata(); return { width, height }; };
  (async () => {
    const photo = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#336699' } }).jpeg().toBuffer();
    const small = await sharp(photo).resize(320).toBuffer();
    const marked = await sharp(small).composite([{ input: await text('© Example'), gravity: 'southeast' }]).webp().toBuffer();
    const { format, width: wide, height } = await sharp(marked).metadata();
    const spread = (await sharp(marked).stats()).channels[0].stdev;
    const unmarked = (await sharp(small).stats()).channels[0].stdev;
    const letters = { i: await extent('iiiiii'), W: await extent('WWWWWW'), all: await extent('© Example') };
    console.log(JSON.stringify({ format, wide, height, marked: spread > unmarked + 1, letters }));
  })();
`;

// On another processor or system, the binary cannot be started.
const describeOnLinuxX64 = process.platform === 'linux' && process.arch === 'x64' ? describe : describe.skip;
if (describeOnLinuxX64 === describe.skip) process.stderr.write('Tests of the packed sharp are skipped: they need Linux on x64.\n');

describeOnLinuxX64('sharp in the packed x64 asset', () => {
  let packed: PackedPackage;

  beforeAll(() => {
    packed = new PackedPackage();
    writeFileSync(join(packed.app, 'render.js'), PROGRAM);
    writeFileSync(join(packed.app, 'fonts.conf'), '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><cachedir>fonts</cachedir></fontconfig>');
  }, 180_000);

  afterAll(() => packed.remove());

  test.each([
    ['in an empty environment', {}],
    ['on a machine without a single font', { FONTCONFIG_FILE: 'fonts.conf' }],
  ])('makes a rendition with a text watermark %s', (_, env) => {
    const { letters, ...rendition } = JSON.parse(packed.run('render.js', env)) as Rendition;
    expect(rendition).toEqual({ format: 'webp', wide: 320, height: 240, marked: true });
    // Boxes in place of letters would be as wide as each other.
    expect(letters.W!.width).toBeGreaterThan(letters.i!.width * 2);
  });
});

interface Rendition {
  readonly format: string;
  readonly wide: number;
  readonly height: number;
  readonly marked: boolean;
  readonly letters: Readonly<Record<string, { readonly width: number; readonly height: number }>>;
}
