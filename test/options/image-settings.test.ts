import { Size } from 'aws-cdk-lib';
import { readImageSettings } from '../../lambda/runtime/config';
import { text } from '../../projenrc/templates/json';
import { synthesize } from '../../projenrc/templates/synth';
import {
  CropPosition, ImageFit, ImageFormat, ImageManagementSystemProps, ImageMetadata, ImageSize, Moderation, TextWatermarkOptions, Watermark,
  WatermarkPosition,
} from '../../src';
import { IMAGE_SETTINGS } from '../../src/contract/image-settings';
import { Fields, Shape } from '../../src/contract/shape';
import { bindImages, ImageOptions } from '../../src/options/image-settings';
import { fileOf, png } from '../support/pictures';

const bind = (options: Partial<ImageOptions> = {}) => bindImages({ maxFileSize: 1000, ...options });
const recipes = (options: Partial<ImageOptions>) => bind(options).settings.sizes.map(({ recipe }) => recipe);

/** What a handler reads of a system with these props. */
const read = (props: Partial<ImageManagementSystemProps>) =>
  readImageSettings({ IMAGE_SETTINGS: text(synthesize(props).environmentOf('resize').IMAGE_SETTINGS) });

/** The values of every field that the definition has, by its path. */
function valuesOf(shape: Shape, values: readonly unknown[], path: string[] = []): [string, unknown[]][] {
  const ofFields = (fields: Fields, objects: readonly unknown[], at: string[]) => Object.entries(fields)
    .flatMap(([name, field]) => valuesOf(field, objects.map((object) => (object as Record<string, unknown>)[name]), [...at, name]));
  const present = values.filter((value) => value !== undefined);
  switch (shape.type) {
    case 'array': return valuesOf(shape.of, present.flat(), path);
    case 'object': return ofFields(shape.fields, present, path);
    case 'union': return Object.entries(shape.of).flatMap(([variant, fields]) =>
      ofFields(fields, present.filter((value) => (value as Record<string, unknown>)[shape.by] === variant), [...path, variant]));
    default: return [[path.join('.'), present]];
  }
}

test('every field of the definition is set by a prop and read by the handlers', () => {
  const plain = ImageSize.of('plain', { width: 1 });
  const marks = (line: string, logo: Buffer, options: TextWatermarkOptions = {}) =>
    [Watermark.text(line, options), Watermark.image(fileOf('logo.png', logo), options)];
  const mark = { position: WatermarkPosition.TOP, tile: true, opacity: 0.1, scale: 0.2, margin: 0.4, rotation: 45 };
  const every: Partial<ImageManagementSystemProps> = {
    sizes: [plain, ImageSize.of('every', {
      width: 11, height: 12, fit: ImageFit.CONTAIN, position: CropPosition.LEFT, background: '#12345678', enlarge: true, watermark: false,
    })],
    formats: [
      ImageFormat.webp({ quality: 71, effort: 1 }), ImageFormat.jpeg({ quality: 72 }), ImageFormat.avif({ quality: 73, effort: 1 }),
    ],
    keepMetadata: [ImageMetadata.ARTIST],
    limits: { maxPixels: 96, maxSide: 95, maxFrames: 94, maxBufferedPixels: 93, maxAvifPixels: 92, maxAnimationPixels: 91 },
    upload: { maxFileSize: Size.bytes(97) },
    moderation: [Moderation.rekognition()],
  };
  const usual = new Map(valuesOf(IMAGE_SETTINGS, marks('©', png(1)).map((watermark) =>
    read({ sizes: [plain], formats: [ImageFormat.WEBP, ImageFormat.JPEG, ImageFormat.PNG, ImageFormat.AVIF], watermark }))));
  const set = valuesOf(IMAGE_SETTINGS, marks('© Every', png(2), { ...mark, color: '#abcdef' }).map((watermark) => read({ ...every, watermark })));

  const given = set.map(([path, values]) => [path, [...new Set(values)].filter((value) => !usual.get(path)?.includes(value))]);
  const hex = (digits: number): unknown => expect.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`));
  const placed = (kind: string) => Object.fromEntries(Object.entries(mark).map(([name, value]) => [`watermark.${kind}.${name}`, [value]]));
  expect(Object.fromEntries(given)).toEqual({
    'sizes.name': ['every'],
    'sizes.width': [11],
    'sizes.height': [12],
    'sizes.fit': ['contain'],
    'sizes.position': ['west'],
    'sizes.background': ['#12345678'],
    'sizes.enlarge': [true],
    'sizes.watermark': [false],
    'sizes.recipe': expect.arrayContaining([hex(8)]),
    'formats.webp.quality': [71],
    'formats.webp.effort': [1],
    'formats.jpeg.quality': [72],
    'formats.avif.quality': [73],
    'formats.avif.effort': [1],
    ...placed('text'),
    'watermark.text.text': ['© Every'],
    'watermark.text.color': ['#abcdef'],
    // The name of the file is always the same.
    ...placed('image'),
    'watermark.image.file': [],
    'watermark.image.sha256': [hex(64)],
    'keepMetadata': ['artist'],
    'moderated': [true],
    'limits.maxFileSize': [97],
    'limits.maxPixels': [96],
    'limits.maxSide': [95],
    'limits.maxFrames': [94],
    'limits.maxBufferedPixels': [93],
    'limits.maxAvifPixels': [92],
    'limits.maxAnimationPixels': [91],
  });
});

describe('the settings of images', () => {
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
