import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Aws } from 'aws-cdk-lib';
import { TextWatermarkOptions, Watermark, WatermarkPosition } from '../../src';
import { GRAVITIES } from '../../src/contract/image-settings';

const folder = mkdtempSync(join(tmpdir(), 'watermark-'));
function file(name: string, content: Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}
const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex');

describe('Watermark.text', () => {
  test('stands half solid in the bottom right corner, white and a third as wide as the rendition, by default', () => {
    expect(Watermark.text('© Example')._bind()).toEqual({
      settings: { kind: 'text', text: '© Example', color: '#ffffff', position: 'south-east', tile: false, opacity: 0.5, scale: 0.3, margin: 0.03 },
    });
  });

  test('has the nine positions that the handlers know', () => {
    expect(Object.values(WatermarkPosition).sort()).toEqual([...GRAVITIES].sort());
  });

  test.each<[string, TextWatermarkOptions, string]>([
    ['', {}, 'the text of the watermark should be 1 to 100 characters, got none; use Watermark.none() for no watermark'],
    ['  ', {}, 'the text of the watermark should be 1 to 100 characters, got none; use Watermark.none() for no watermark'],
    ['a'.repeat(101), {}, 'the text of the watermark should be 1 to 100 characters, got 101'],
    ['a\nb', {}, 'the text of the watermark should be one line without control characters, got "a\\nb"'],
    [Aws.STACK_NAME, {}, 'the text of the watermark should be known at synth, got a token (a value that exists only after deployment); write the text itself'],
    ['©', { color: 'red' }, "the color of the watermark should be #rrggbb, got 'red'"],
    ['©', { opacity: 1.1 }, 'the opacity of the watermark should be between 0 and 1, got 1.1'],
    ['©', { opacity: NaN }, 'the opacity of the watermark should be between 0 and 1, got NaN'],
    ['©', { scale: 0 }, 'the scale of the watermark should be between 0.01 and 1, got 0'],
    ['©', { margin: 0.6 }, 'the margin of the watermark should be between 0 and 0.5, got 0.6'],
  ])('rejects %p with %p', (text, options, message) => {
    expect(() => Watermark.text(text, options)).toThrow(new Error(message));
  });
});

describe('Watermark.image', () => {
  test('is known by its content', () => {
    const one = Watermark.image(file('one.png', Buffer.concat([PNG, Buffer.from([1])])))._bind()!;
    const two = Watermark.image(file('two.png', Buffer.concat([PNG, Buffer.from([2])])))._bind()!;
    expect(one).toMatchObject({ settings: { kind: 'image', file: 'watermark-image', opacity: 0.5, scale: 0.3 }, file: join(folder, 'one.png') });
    expect(one.settings).not.toEqual(two.settings);
  });

  test('takes PNG, JPEG and WebP', () => {
    for (const head of [PNG, Buffer.from('ffd8ffe0', 'hex'), Buffer.from('RIFF____WEBPVP8 ')]) expect(() => Watermark.image(file('any', head))).not.toThrow();
  });

  test('rejects a file that is not there', () => {
    expect(() => Watermark.image('nowhere.png')).toThrow(
      /^the file of the watermark 'nowhere\.png' should be a file, got nothing at \/.*nowhere\.png; give its path relative to where the app is started$/);
  });

  test('rejects an SVG, whatever its name', () => {
    expect(() => Watermark.image(file('logo.png', Buffer.from('<svg/>'))))
      .toThrow(/should be a PNG, JPEG or WebP picture, got another kind of content; convert it, best to a PNG with transparency$/);
  });

  test('rejects a file of more than 5 MiB', () => {
    expect(() => Watermark.image(file('large.png', Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)]))))
      .toThrow(/should be at most 5242880 bytes, got 5242890; /);
  });
});

test('Watermark.none is no watermark', () => {
  expect(Watermark.none()._bind()).toBeUndefined();
});
