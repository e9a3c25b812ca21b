import { rgbaToThumbHash, thumbHashToRGBA } from 'thumbhash';
import { isImageNotReadyError, placeholderUrl } from '../src/index.js';
import { IMAGE, imageRoute, useBackend } from './support/backend.js';
import { failure, signedIn } from './support/client.js';
import { decodePng } from './support/png.js';
import { decodeThumbHash } from '../src/pictures/thumb-hash.js';

const { backend, running } = useBackend();

const id = IMAGE.image_id;
const image = `GET /image/${id}`;

describe('srcset', () => {
  test('holds the uncropped sizes of one format, narrowest first', async () => {
    await backend();
    expect(await (await signedIn(running())).images.srcset(id)).toEqual({
      srcset: 'https://s3/small.webp 480w, https://s3/medium.webp 1024w', src: 'https://s3/medium.webp', width: 1024, height: 512, expiresAt: new Date('2040-01-01'),
    });
  });

  test('takes the format and the sizes that it is given', async () => {
    await backend();
    const { images } = await signedIn(running());
    expect((await images.srcset(id, { sizes: ['thumbnail'] })).srcset).toBe('https://s3/thumbnail.webp 150w');
    expect((await images.srcset(id, { format: 'jpeg' })).srcset).toBe('https://s3/small.jpeg 480w');
  });

  test('asks for no address that a ready record holds already', async () => {
    const { seen } = await backend();
    const { images } = await signedIn(running());
    const record = await images.waitUntilReady(id);
    const asked = seen.length;
    expect((await images.srcset(record)).src).toBe('https://s3/medium.webp');
    expect(seen).toHaveLength(asked);
  });

  test('asks again for addresses that end within a minute', async () => {
    const { seen } = await backend({ [image]: imageRoute(undefined, new Date(Date.now() + 30_000).toISOString()) });
    const { images } = await signedIn(running());
    const record = await images.waitUntilReady(id);
    const asked = seen.length;
    await images.srcset(record);
    expect(seen).toHaveLength(asked + 2);
  });

  test('fails where no rendition fits, and names what there is', async () => {
    await backend();
    const { images } = await signedIn(running());
    const error = await failure(images.srcset(id, { format: 'avif' }));
    expect(error).toMatchObject({ code: 'no-rendition', message: expect.stringContaining('thumbnail.webp, small.webp') });
  });

  test('fails while the image is processing', async () => {
    await backend({ [image]: { status: 200, body: { ...IMAGE, status: 'processing', renditions: [] } } });
    const { images } = await signedIn(running());
    expect(isImageNotReadyError(await failure(images.srcset(id)))).toBe(true);
    expect(isImageNotReadyError(await failure(images.pictureSources(id)))).toBe(true);
  });
});

describe('pictureSources', () => {
  test('offers the most compact formats as sources, and the one that every browser knows as the image', async () => {
    const renditions = [...IMAGE.renditions, { size: 'small', format: 'avif', width: 480, height: 240, bytes: 5 }];
    await backend({ [image]: imageRoute(() => ({ status: 200, body: { ...IMAGE, renditions } })) });
    const picture = await (await signedIn(running())).images.pictureSources(id, { displayWidth: '50vw' });
    expect(picture.sources).toMatchObject([
      { type: 'image/avif', sizes: '50vw' },
      { type: 'image/webp', sizes: '50vw', srcset: 'https://s3/small.webp 480w, https://s3/medium.webp 1024w' },
    ]);
    expect(picture.img).toEqual({ src: 'https://s3/small.jpeg', srcset: 'https://s3/small.jpeg 480w', sizes: '50vw', width: 480, height: 240 });
    expect(picture.expiresAt).toEqual(new Date('2040-01-01'));
  });

  test('needs no source where there is one format', async () => {
    const renditions = IMAGE.renditions.filter(({ format }) => format === 'webp');
    await backend({ [image]: imageRoute(() => ({ status: 200, body: { ...IMAGE, renditions } })) });
    expect(await (await signedIn(running())).images.pictureSources(id)).toMatchObject({ sources: [], img: { src: 'https://s3/medium.webp', sizes: '100vw' } });
  });

  test('fails where the image has no rendition', async () => {
    await backend({ [image]: { status: 200, body: { ...IMAGE, status: 'rejected', renditions: [] } } });
    expect(await failure((await signedIn(running())).images.pictureSources(id))).toMatchObject({ code: 'no-rendition' });
  });
});

describe('placeholders', () => {
  /** A gradient, so that every wave of the hash has something to say. */
  function hashOf(width: number, height: number, alpha: (x: number, y: number) => number): Uint8Array {
    const pixels = Array.from({ length: width * height }, (_pixel, index) => {
      const [x, y] = [(index % width) / width, Math.floor(index / width) / height];
      return [255 * x, 255 * y, 255 * (1 - x * y), 255 * alpha(x, y)];
    });
    return rgbaToThumbHash(width, height, pixels.flat().map(Math.round));
  }

  test.each([
    ['landscape', hashOf(60, 40, () => 1)],
    ['portrait', hashOf(30, 90, () => 1)],
    ['square', hashOf(50, 50, () => 1)],
    ['transparent', hashOf(60, 40, (x) => x)],
    ['transparent portrait', hashOf(40, 60, (x, y) => x * y)],
  ])('a %s picture is drawn as the reference draws it', (_kind, hash) => {
    const { w, h, rgba } = thumbHashToRGBA(hash);
    const drawn = decodeThumbHash(hash)!;
    expect([drawn.width, drawn.height]).toEqual([w, h]);
    const furthest = Math.max(...drawn.rgba.map((value, at) => Math.abs(value - rgba[at]!)));
    expect(furthest).toBeLessThanOrEqual(1);
    const url = placeholderUrl(Buffer.from(hash).toString('base64'))!;
    expect(decodePng(Buffer.from(url.replace('data:image/png;base64,', ''), 'base64'))).toEqual({ width: w, height: h, rgba: Buffer.from(drawn.rgba) });
  });

  test.each([undefined, '', '%', 'AAAA'])('there is none for %j', (placeholder) => {
    expect(placeholderUrl(placeholder)).toBeUndefined();
  });
});
