import { readImageSettings } from '../../lambda/runtime/config';
import { ImageFormat, ImageMetadata, ImageSize, Watermark } from '../../src';
import { bindImages, ImageOptions } from '../../src/options/image-settings';

const bind = (options: Partial<ImageOptions> = {}) => bindImages({ maxFileSize: 1000, ...options });
const recipes = (options: Partial<ImageOptions>) => bind(options).settings.sizes.map(({ recipe }) => recipe);

describe('the settings of images', () => {
  test('are what the handlers read', () => {
    for (const options of [{}, { watermark: Watermark.text('© Example', { tile: true, rotation: -30 }) }, { keepMetadata: [ImageMetadata.ARTIST] }, { formats: [ImageFormat.PNG, ImageFormat.AVIF] }]) {
      const { settings } = bind(options);
      expect(readImageSettings({ IMAGE_SETTINGS: JSON.stringify(settings) })).toEqual(JSON.parse(JSON.stringify(settings)));
    }
  });

  test('draw the watermark on the sizes that take it', () => {
    const { settings } = bind({ watermark: Watermark.text('©') });
    expect(settings.sizes.map(({ name, watermark }) => [name, watermark])).toEqual([['thumbnail', false], ['small', true], ['medium', true], ['large', true]]);
  });

  test('have no watermark where no size takes it', () => {
    const bound = bind({ sizes: [ImageSize.of('plain', { width: 10, watermark: false })], watermark: Watermark.text('©') });
    expect([bound.watermark, bound.settings.watermark]).toEqual([undefined, undefined]);
  });

  test('give a size another recipe with all that changes its look, and with nothing else', () => {
    const sizes = [ImageSize.of('a', { width: 100 }), ImageSize.of('b', { width: 200, watermark: false })];
    const [a, b] = recipes({ sizes });
    expect(recipes({ sizes, maxFileSize: 5 })).toEqual([a, b]);
    expect(recipes({ sizes: [...sizes].reverse() })).toEqual([b, a]);
    const [otherA, sameB] = recipes({ sizes, watermark: Watermark.text('©') });
    expect(otherA).not.toBe(a);
    expect(sameB).toBe(b);
    expect(recipes({ sizes, watermark: Watermark.text('© 2') })[0]).not.toBe(otherA);
    expect(recipes({ sizes, formats: [ImageFormat.WEBP] })[0]).not.toBe(a);
    expect(recipes({ sizes: [ImageSize.of('a', { width: 101 })] })[0]).not.toBe(a);
  });

  test('give every size another recipe where other metadata is kept, in whatever order', () => {
    const { COPYRIGHT, ARTIST } = ImageMetadata;
    const lists = [undefined, [], [COPYRIGHT], [COPYRIGHT, ARTIST], [ARTIST, COPYRIGHT]];
    const [none, empty, one, both, same] = lists.map((keepMetadata) => recipes({ keepMetadata }));
    expect([empty, same]).toEqual([none, both]);
    expect(new Set([none, one, both].map(String)).size).toBe(3);
    expect(bind({ keepMetadata: [] }).settings).toEqual(bind().settings);
  });

  test.each<[Partial<ImageOptions>, string]>([
    [{ sizes: [] }, 'sizes must be at least one, got none; leave sizes out for the default'],
    [{ formats: [] }, 'formats must be at least one, got none; leave formats out for the default'],
    [{ sizes: [ImageSize.of('a', { width: 1 }), ImageSize.of('a', { width: 2 })] }, "sizes must be different from each other, got 'a' twice"],
    [{ formats: [ImageFormat.WEBP, ImageFormat.webp({ quality: 5 })] }, "formats must be different from each other, got 'webp' twice"],
    [{ keepMetadata: [ImageMetadata.ARTIST, ImageMetadata.ARTIST] }, "keepMetadata must be different from each other, got 'artist' twice"],
  ])('rejects %p', (options, message) => {
    expect(() => bind(options)).toThrow(new Error(message));
  });
});
