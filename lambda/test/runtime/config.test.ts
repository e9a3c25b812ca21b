import { DEFAULT_LIMITS } from '../../../src/contract/image-settings';
import { readAllowedOrigins, readCount, readDelivery, readImageSettings, readText, readUnknownUploads } from '../../runtime/config';
import { SETTINGS } from '../support/settings';

describe('readText', () => {
  test('gives the value', () => {
    expect(readText('TABLE_NAME', { TABLE_NAME: 'images' })).toBe('images');
  });

  test.each([{}, { TABLE_NAME: '' }, { TABLE_NAME: undefined }])('fails for %p, naming the variable', (environment) => {
    expect(() => readText('TABLE_NAME', environment)).toThrow('environment variable TABLE_NAME is missing');
  });
});

describe('readCount', () => {
  test('gives a number', () => {
    expect(readCount('URL_EXPIRY_SECONDS', { URL_EXPIRY_SECONDS: '300' })).toBe(300);
  });

  test.each(['0', '-1', '1.5', '1e3', 'soon', ' 5', '9'.repeat(10)])('fails for %p', (value) => {
    expect(() => readCount('URL_EXPIRY_SECONDS', { URL_EXPIRY_SECONDS: value })).toThrow(`a whole number above 0, got '${value}'`);
  });
});

describe('readUnknownUploads', () => {
  test.each(['remove', 'keep'])('gives %s', (value) => {
    expect(readUnknownUploads({ UNKNOWN_UPLOADS: value })).toBe(value);
  });

  test('fails for anything else', () => {
    expect(() => readUnknownUploads({ UNKNOWN_UPLOADS: 'true' })).toThrow('environment variable UNKNOWN_UPLOADS should be remove or keep, got \'true\'');
  });
});

describe('readAllowedOrigins', () => {
  test('gives the list', () => {
    expect(readAllowedOrigins({ ALLOWED_ORIGINS: '["https://a.example","*"]' })).toEqual(['https://a.example', '*']);
  });

  test.each(['https://a.example', '"https://a.example"', '[1]', '{}'])('fails for %p', (value) => {
    expect(() => readAllowedOrigins({ ALLOWED_ORIGINS: value })).toThrow('environment variable ALLOWED_ORIGINS');
  });
});

describe('readDelivery', () => {
  const cloudFront = { kind: 'cloudfront', domain: 'd111.cloudfront.net', keyPairIds: { '0123456789abcdef': 'K1' } };

  test.each([{ kind: 's3' }, cloudFront])('gives %p', (settings) => {
    expect(readDelivery({ DELIVERY: JSON.stringify(settings) })).toEqual(settings);
  });

  test.each([{}, { kind: 'ftp' }, { ...cloudFront, domain: '' }, { ...cloudFront, keyPairIds: { a: '' } }, { kind: 'cloudfront' }])('fails for %p', (settings) => {
    expect(() => readDelivery({ DELIVERY: JSON.stringify(settings) })).toThrow('environment variable DELIVERY');
  });
});

describe('readImageSettings', () => {
  const watermarks = {
    text: { kind: 'text', text: '© Example', color: '#ffffff', position: 'south-east', tile: false, opacity: 0.5, scale: 0.3, margin: 0.02 },
    image: { kind: 'image', file: 'watermark-image', sha256: 'ab', position: 'center', tile: true, opacity: 1, scale: 1, margin: 0 },
  };

  test.each([
    ['no watermark', SETTINGS],
    ['a text watermark', { ...SETTINGS, watermark: watermarks.text }],
    ['an image watermark', { ...SETTINGS, watermark: watermarks.image }],
    ['tiles that are turned', { ...SETTINGS, watermark: { ...watermarks.text, tile: true, rotation: -30 } }],
    ['metadata that is kept', { ...SETTINGS, keepMetadata: ['copyright', 'artist'] }],
    ['the most effort', { ...SETTINGS, formats: [{ format: 'webp', quality: 80, effort: 6 }, { format: 'avif', quality: 60, effort: 2 }] }],
    ['default limits', { ...SETTINGS, limits: DEFAULT_LIMITS }],
    ['every option of a size', { ...SETTINGS, sizes: [{ ...SETTINGS.sizes[0], height: 9, background: '#ffffff80', enlarge: true }] }],
  ])('gives settings with %s as they are', (_title, settings) => {
    expect(readImageSettings({ IMAGE_SETTINGS: JSON.stringify(settings) })).toEqual(settings);
  });

  test.each([
    ['no JSON', 'sizes', 'should be JSON'],
    ['no sizes', JSON.stringify({ ...SETTINGS, sizes: [] }), 'sizes should be at least 1 long'],
    ['an unknown fit', JSON.stringify({ ...SETTINGS, sizes: [{ ...SETTINGS.sizes[0], fit: 'crop' }] }), 'sizes.0.fit should be one of cover, contain'],
    ['an unknown format', JSON.stringify({ ...SETTINGS, formats: [{ format: 'gif' }] }), 'formats.0.format should be one of webp'],
    ['too much effort for WebP', JSON.stringify({ ...SETTINGS, formats: [{ format: 'webp', quality: 80, effort: 7 }] }), 'formats.0.effort should be at most 6'],
    ['too much effort for AVIF', JSON.stringify({ ...SETTINGS, formats: [{ format: 'avif', quality: 60, effort: 3 }] }), 'formats.0.effort should be at most 2'],
    ['a quality of 0', JSON.stringify({ ...SETTINGS, formats: [{ format: 'jpeg', quality: 0 }] }), 'formats.0.quality should be at least 1'],
    ['metadata that is never kept', JSON.stringify({ ...SETTINGS, keepMetadata: ['gps'] }), 'keepMetadata.0 should be one of copyright, artist'],
    ['more than a turn', JSON.stringify({ ...SETTINGS, watermark: { ...watermarks.image, rotation: 200 } }), 'watermark.rotation should be at most 180'],
    ['a colour by name', JSON.stringify({ ...SETTINGS, watermark: { ...watermarks.text, color: 'red' } }), 'watermark.color should match /^#[0-9a-f]{6}$/i'],
    ['no limits', JSON.stringify({ ...SETTINGS, limits: undefined }), 'limits is missing'],
    ['a scale above 1', JSON.stringify({ ...SETTINGS, watermark: { ...watermarks.text, scale: 2 } }), 'watermark.scale should be at most 1'],
    ['a limit of another kind', JSON.stringify({ ...SETTINGS, limits: { ...SETTINGS.limits, maxSide: '9' } }), 'limits.maxSide should be of type number, got string'],
    ['a field that is unknown', JSON.stringify({ ...SETTINGS, sizes: [{ ...SETTINGS.sizes[0], sharpen: 2 }] }), 'sizes.0 has the unknown field sharpen'],
    ['a WebP without a quality', JSON.stringify({ ...SETTINGS, formats: [{ format: 'webp', effort: 2 }] }), 'formats.0.quality is missing'],
  ])('fails for %s, naming the variable and the field', (_title, value, message) => {
    const reading = () => readImageSettings({ IMAGE_SETTINGS: value });
    expect(reading).toThrow('environment variable IMAGE_SETTINGS');
    expect(reading).toThrow(message);
  });
});
