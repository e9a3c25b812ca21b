import { Aws } from 'aws-cdk-lib';
import { TextWatermarkOptions, Watermark, WatermarkPosition } from '../../src';
import { GRAVITIES } from '../../src/contract/image-settings';
import { fileOf, PICTURES, png } from '../support/pictures';

describe('Watermark.text', () => {
  test('stands half solid in the bottom right corner, white and a third as wide as the rendition, by default', () => {
    expect(Watermark.text('© Example')._bind()).toEqual({
      settings: { kind: 'text', text: '© Example', color: '#ffffff', position: 'south-east', tile: false, opacity: 0.5, scale: 0.3, margin: 0.03 },
    });
  });

  test('is repeated, and turned, where that was asked for', () => {
    expect(Watermark.text('©', { tile: true, rotation: -30 })._bind()!.settings).toMatchObject({ tile: true, rotation: -30 });
  });

  test('has the nine positions that the handlers know', () => {
    expect(Object.values(WatermarkPosition).sort()).toEqual([...GRAVITIES].sort());
  });

  test.each<[string, TextWatermarkOptions, string]>([
    ['', {}, 'the text of the watermark must be 1 to 100 characters, got none; use Watermark.none() for no watermark'],
    ['  ', {}, 'the text of the watermark must be 1 to 100 characters, got none; use Watermark.none() for no watermark'],
    ['a'.repeat(101), {}, 'the text of the watermark must be 1 to 100 characters, got 101'],
    ['a\nb', {}, 'the text of the watermark must be one line without control characters, got "a\\nb"'],
    [Aws.STACK_NAME, {}, 'the text of the watermark must be known at synth, got a token (a value that exists only after deployment); write the text itself'],
    ['©', { color: 'red' }, "the color of the watermark must be #rrggbb, got 'red'"],
    ['©', { opacity: 1.1 }, 'the opacity of the watermark must be between 0 and 1, got 1.1'],
    ['©', { opacity: NaN }, 'the opacity of the watermark must be between 0 and 1, got NaN'],
    ['©', { scale: 0 }, 'the scale of the watermark must be between 0.01 and 1, got 0'],
    ['©', { margin: 0.6 }, 'the margin of the watermark must be between 0 and 0.5, got 0.6'],
    ['©', { tile: true, rotation: 181 }, 'the rotation of the watermark must be between -180 and 180, got 181'],
    ['©', { rotation: 30 }, 'the rotation of the watermark must be 0 without tile, got 30; set tile: true, or omit the rotation'],
  ])('rejects %p with %p', (text, options, message) => {
    expect(() => Watermark.text(text, options)).toThrow(new Error(message));
  });
});

describe('Watermark.image', () => {
  test('is known by its content', () => {
    const [one, two] = [png(1), png(2)].map((content) => Watermark.image(fileOf('logo.png', content))._bind()!);
    expect(one).toMatchObject({ settings: { kind: 'image', file: 'watermark-image', opacity: 0.5, scale: 0.3 }, picture: png(1) });
    expect(one.settings).not.toEqual(two.settings);
  });

  test.each(['webp', 'losslessWebp', 'webpWithAlpha', 'interlacedPng', 'jpeg'] as const)('takes a %s as it is, whatever its name', (kind) => {
    expect(Watermark.image(fileOf('any', PICTURES[kind]))._bind()!.picture).toEqual(PICTURES[kind]);
  });

  test('rejects a file that is not there', () => {
    expect(() => Watermark.image('nowhere.png')).toThrow(
      /^the file of the watermark 'nowhere\.png' must be a file, got nothing at \/.*nowhere\.png; the path is relative to the working directory$/);
  });

  test.each<[string, Buffer, RegExp]>([
    ['of another kind', Buffer.from('GIF89a'), /must be a PNG, WebP, JPEG or SVG image, got another type; convert it, preferably to a PNG with transparency$/],
    ['that is empty', Buffer.alloc(0), /got another type/],
    ['of more than 5 MiB', Buffer.concat([png(0), Buffer.alloc(5 * 1024 * 1024)]), /must be at most 5242880 bytes, got 52429\d\d; 2000 pixels/],
    ['of too many pixels', png(0, 4097, 1), /must be 1 to 4096 pixels wide and high, got 4097 x 1; 2000 pixels are sharp on every size$/],
    ['of no pixels', png(0, 1, 1, { width: 0, height: 1 }), /must be 1 to 4096 pixels wide and high, got 0 x 1; /],
    ['that is cut', png(0, 90, 90).subarray(0, 60), /must be intact, got a truncated file; export it again$/],
    ['that moves', PICTURES.animatedWebp, /must be a still image, got an animation; export one frame of it$/],
  ])('rejects a file %s', (_, content, message) => {
    expect(() => Watermark.image(fileOf('logo.png', content))).toThrow(message);
  });
});

test('Watermark.none is no watermark', () => {
  expect(Watermark.none()._bind()).toBeUndefined();
});
