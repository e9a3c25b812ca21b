import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import sharp from 'sharp';
import { deployment, download, finished, newUser, upload, User } from './backend';

const FOLDER = join(__dirname, '../../../shared/corpus');
const present = existsSync(FOLDER);
const describeWithCorpus = present ? describe : describe.skip;
const corpusFile = (path: string) => readFileSync(join(FOLDER, path));

const TYPES: Readonly<Record<string, string>> = { jpg: 'image/jpeg', png: 'image/png', gif: 'image/gif', webp: 'image/webp' };
/** By the name's end, as a browser declares it; what it does not know here is called a JPEG. */
const declaredType = (name: string) => TYPES[name.split('.').at(-1)!] ?? 'image/jpeg';

let user: User;
beforeAll(async () => {
  if (present) user = await newUser();
}, 60_000);

async function ended(path: string, type = declaredType(path)) {
  const name = path.split('/').at(-1)!;
  return finished(user, await upload(user, name, type, corpusFile(path)));
}

async function pixels(picture: Buffer): Promise<Buffer> {
  return sharp(picture).toColourspace('srgb').removeAlpha().raw().toBuffer();
}

/** Mean colour of the middle, red, green and blue: a single pixel would measure coding noise. */
async function centreOf(picture: Buffer): Promise<Buffer> {
  const { width, height } = await sharp(picture).metadata();
  const side = Math.max(1, Math.floor(Math.min(width, height) / 8));
  const middle = { left: Math.floor((width - side) / 2), top: Math.floor((height - side) / 2), width: side, height: side };
  const { channels } = await sharp(await sharp(picture).toColourspace('srgb').removeAlpha().extract(middle).png().toBuffer()).stats();
  return Buffer.from(channels.map(({ mean }) => Math.round(mean)));
}

/** Mean of the channels' differences, 0 to 255. */
function distance(a: Buffer, b: Buffer): number {
  expect(a.length).toBe(b.length);
  return a.reduce((sum, value, at) => sum + Math.abs(value - b[at]), 0) / a.length;
}

describeWithCorpus(`real files${present ? '' : ' (skipped: no folder ../shared/corpus)'}`, () => {
  // holds: promise.no-metadata, threat.image.leaked-metadata
  test('a photograph with its place in it is ready, and no rendition tells the place, or anything but pixels', async () => {
    expect((await sharp(corpusFile('photos/gps.jpg')).metadata()).exif?.length).toBeGreaterThan(0);
    const record = await ended('photos/gps.jpg');
    expect(record).toMatchObject({ status: 'ready' });
    expect(record.renditions).toHaveLength(8);
    for (const { size, format } of record.renditions) {
      const { bytes } = await download(user, record.image_id, size, format);
      const { exif, xmp, iptc, icc, orientation = 1 } = await sharp(bytes).metadata();
      expect({ size, format, exif, xmp, iptc, icc, orientation }).toEqual({ size, format, orientation: 1 });
      expect(bytes.includes('Exif') || bytes.includes('http://ns.adobe.com')).toBe(false);
    }
  }, 120_000);

  test('a landscape stored lying, turned over or mirrored shows the same as the upright one', async () => {
    const [upright, ...turned] = await Promise.all([1, 3, 6, 7].map(orientation => ended(`orientation/landscape-exif-${orientation}.jpg`)));
    const shown = async (imageId: string) => pixels((await download(user, imageId, 'thumbnail', 'jpeg')).bytes);
    const expected = await shown(upright.image_id);
    for (const record of turned) {
      expect(record).toMatchObject({ status: 'ready', width: upright.width, height: upright.height });
      expect(distance(await shown(record.image_id), expected)).toBeLessThan(8);
    }
  }, 120_000);

  test.each(['Channel_digital_image_CMYK_color.jpg', 'p3.png', '16-bit-grey-alpha.png'])('the colours of %s are right in sRGB', async name => {
    const record = await ended(`colour/${name}`);
    expect(record).toMatchObject({ status: 'ready' });
    const reference = await sharp(corpusFile(`colour/${name}`)).resize({ width: 150, height: 150, fit: 'cover', withoutEnlargement: true }).png().toBuffer();
    const [expected, shown] = await Promise.all([reference, (await download(user, record.image_id, 'thumbnail', 'webp')).bytes].map(centreOf));
    expect(distance(shown, expected)).toBeLessThan(4);
  }, 120_000);

  // holds: promise.animations
  test.each(['animated-loop-3.gif', 'rotating-squares.webp'])('%s moves in WebP as it did', async name => {
    const { pages, delay, loop } = await sharp(corpusFile(`animated/${name}`), { animated: true }).metadata();
    const record = await ended(`animated/${name}`);
    expect(record).toMatchObject({ status: 'ready' });
    const shown = await sharp((await download(user, record.image_id, 'small', 'webp')).bytes, { animated: true }).metadata();
    expect({ pages: shown.pages, delay: shown.delay, loop: shown.loop }).toEqual({ pages, delay, loop });
  }, 120_000);

  test.each([
    ['bomb30000-1bit.png', 'too-many-pixels'],
    ['frames5000-400.gif', 'too-many-frames'],
    ['gif-named.jpg', 'type-mismatch'],
    ['svg-named.png', 'unsupported-type'],
    ['trunc50.jpg', 'corrupt-image'],
  ])('rejects %s as %s', async (name, reason) => {
    expect(await ended(`hostile/${name}`)).toMatchObject({ status: 'rejected', reason, renditions: [] });
  }, 120_000);

  test('damaged files are ready or rejected, and none is the system\'s fault', async () => {
    const names = readdirSync(join(FOLDER, 'fuzz')).filter(name => /\.(jpg|gif)$/.test(name)).slice(0, 6);
    const records = await Promise.all(names.map(name => ended(`fuzz/${name}`)));
    expect(records.map(({ status }) => ['ready', 'rejected'].includes(status) ? 'ended' : status)).toEqual(names.map(() => 'ended'));
  }, 120_000);

  // holds: threat.image.untraced-rendition
  test('the row tells what made each rendition; the API keeps that to itself', async () => {
    const record = await ended('orientation/portrait-exif-1.jpg');
    expect(record.status).toBe('ready');
    expect(JSON.stringify(record)).not.toMatch(/pipeline|recipe/);
    const { Items = [] } = await new DynamoDBClient().send(new QueryCommand({
      TableName: deployment.outputs.TableName,
      KeyConditionExpression: 'user_id = :user and image_id = :image',
      ExpressionAttributeValues: { ':user': { S: user.id }, ':image': { S: record.image_id } },
    }));
    expect(Items[0].pipeline.S).toBe(`sharp ${sharp.versions.sharp} libvips ${sharp.versions.vips}`);
    const renditions: { key: string; recipe: string }[] = JSON.parse(Items[0].renditions.S!);
    expect(renditions).toHaveLength(8);
    for (const { key, recipe } of renditions) expect([recipe, key]).toEqual([expect.stringMatching(/^[0-9a-f]{8}$/), expect.stringContaining(`/${recipe}/`)]);
  }, 120_000);
});
