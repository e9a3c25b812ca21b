import { ImageFormat } from '../../src';

describe('ImageFormat', () => {
  test.each([
    [ImageFormat.WEBP, { format: 'webp', quality: 80, effort: 2 }],
    [ImageFormat.JPEG, { format: 'jpeg', quality: 80 }],
    [ImageFormat.PNG, { format: 'png' }],
    [ImageFormat.AVIF, { format: 'avif', quality: 60, effort: 0 }],
    [ImageFormat.webp({ quality: 90, effort: 6 }), { format: 'webp', quality: 90, effort: 6 }],
    [ImageFormat.jpeg({ quality: 1 }), { format: 'jpeg', quality: 1 }],
    [ImageFormat.avif({ quality: 100, effort: 2 }), { format: 'avif', quality: 100, effort: 2 }],
  ])('%p has its documented settings', (format, settings) => {
    expect(format._settings()).toEqual(settings);
    expect(format.name).toBe(settings.format);
  });

  test.each([
    [() => ImageFormat.webp({ quality: 0 }), "format 'webp': quality must be between 1 and 100, got 0"],
    [() => ImageFormat.jpeg({ quality: 101 }), "format 'jpeg': quality must be between 1 and 100, got 101"],
    [() => ImageFormat.jpeg({ quality: 79.5 }), "format 'jpeg': quality must be a whole number between 1 and 100, got 79.5"],
    [() => ImageFormat.webp({ effort: 7 }), "format 'webp': effort must be between 0 and 6, got 7"],
    [() => ImageFormat.avif({ effort: 4 }), "format 'avif': effort must be between 0 and 2, got 4"],
  ])('rejects a setting out of range: %s', (make, message) => {
    expect(make).toThrow(new Error(message));
  });
});
