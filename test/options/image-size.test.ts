import { Aws, Token } from 'aws-cdk-lib';
import { CropPosition, ImageFit, ImageSize, ImageSizeOptions } from '../../src';
import { GRAVITIES, IMAGE_FITS } from '../../src/contract/image-settings';

describe('ImageSize.of', () => {
  test('fits inside, crops nothing, never enlarges and takes the watermark by default', () => {
    expect(ImageSize.of('medium', { width: 1024 })._settings())
      .toEqual({ name: 'medium', width: 1024, fit: 'inside', position: 'center', enlarge: false, watermark: true });
  });

  test('fills beside the image with white by default where it contains', () => {
    expect(ImageSize.of('card', { width: 10, height: 20, fit: ImageFit.CONTAIN })._settings().background).toBe('#ffffff');
    expect(ImageSize.of('card', { width: 10, height: 20, fit: ImageFit.CONTAIN, background: '#ABCDEF80' })._settings().background).toBe('#abcdef80');
  });

  test('has the fits and positions that the handlers know', () => {
    expect(Object.values(ImageFit).sort()).toEqual([...IMAGE_FITS].sort());
    expect(Object.values(CropPosition).sort()).toEqual([...GRAVITIES].sort());
  });

  test('takes the whole range of a side', () => {
    expect(ImageSize.of('tiny', { width: 1 })._settings().width).toBe(1);
    expect(ImageSize.of('vast', { height: 16383 })._settings().height).toBe(16383);
  });

  const token = Token.asNumber({ Ref: 'Width' });
  test.each<[string, ImageSizeOptions, string]>([
    ['medium', { width: 0 }, "size 'medium': width must be between 1 and 16383, got 0"],
    ['medium', { width: 16384 }, "size 'medium': width must be between 1 and 16383, got 16384"],
    ['medium', { height: -1 }, "size 'medium': height must be between 1 and 16383, got -1"],
    ['medium', { width: 10.5 }, "size 'medium': width must be a whole number between 1 and 16383, got 10.5"],
    ['medium', { width: NaN }, "size 'medium': width must be a whole number between 1 and 16383, got NaN"],
    ['medium', { width: token }, "size 'medium': width must be known at synth, got a token (a value that exists only after deployment); write the number itself"],
    ['medium', {}, "size 'medium' must be given a width, a height or both, got neither"],
    ['medium', { width: 10, fit: ImageFit.COVER }, "size 'medium' with fit 'cover' must be given a width and a height, got no height; add a height, or use ImageFit.INSIDE"],
    ['medium', { height: 10, fit: ImageFit.FILL }, "size 'medium' with fit 'fill' must be given a width and a height, got no width; add a width, or use ImageFit.INSIDE"],
    ['medium', { width: 10, background: '#ffffff' }, "size 'medium': background must be omitted unless fit is ImageFit.CONTAIN, got fit 'inside'; remove the background or change the fit"],
    ['medium', { width: 10, height: 10, fit: ImageFit.CONTAIN, background: 'white' }, "size 'medium': background must be #rrggbb or #rrggbbaa, got 'white'"],
    ['Medium', { width: 10 }, 'the name of a size must be 1 to 32 lower-case letters, digits, "-" and "_", starting and ending with a letter or digit, got \'Medium\''],
    ['a/b', { width: 10 }, 'the name of a size must be 1 to 32 lower-case letters, digits, "-" and "_", starting and ending with a letter or digit, got \'a/b\''],
    ['', { width: 10 }, 'the name of a size must be 1 to 32 lower-case letters, digits, "-" and "_", starting and ending with a letter or digit, got \'\''],
    [Aws.REGION, { width: 10 }, 'the name of a size must be known at synth, got a token (a value that exists only after deployment); write the text itself'],
  ])('rejects %p with %p', (name, options, message) => {
    expect(() => ImageSize.of(name, options)).toThrow(new Error(message));
  });
});
