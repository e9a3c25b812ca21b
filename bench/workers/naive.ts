import sharp from 'sharp';
import { Job, Objects, serveJobs } from './serve-jobs';
import { UploadedImage } from '../../src/contract/workflow';
import { SIZES, TEXT } from '../settings';

interface Argument {
  readonly upload: UploadedImage;
}

// Both as in the functions, so that neither side pays for threads.
sharp.cache(false);
sharp.concurrency(1);

/** The three steps of a typical tutorial: check the pixels, resize for each size, composite a text on each. */
async function threeSteps(objects: Objects, { upload }: Argument, validate: (original: Buffer) => Promise<unknown>): Promise<void> {
  const { bytes } = await objects.get(upload.key);
  await sharp(bytes).metadata();
  await validate(bytes);
  const resized: { name: string; jpeg: Buffer }[] = [];
  for (const { name, ...box } of SIZES) {
    const jpeg = await sharp(bytes).autoOrient().resize({ ...box, withoutEnlargement: true }).jpeg({ quality: 80 }).toBuffer();
    resized.push({ name, jpeg });
  }
  for (const { name, jpeg } of resized) {
    const { width, height } = await sharp(jpeg).metadata();
    const input = Buffer.from(textSvg(width, height));
    await objects.put(name, await sharp(jpeg).composite([{ input }]).jpeg({ quality: 80 }).toBuffer(), 'image/jpeg');
  }
}

function textSvg(width: number, height: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <text x="${width * 0.97}" y="${height * 0.97}" font-size="${width / 20}" text-anchor="end" fill="#fff" fill-opacity="0.5">${TEXT}</text></svg>`;
}

const naive: Job = (objects, argument: Argument) => threeSteps(objects, argument, original => sharp(original).stats());

const naiveRawValidation: Job = (objects, argument: Argument) =>
  threeSteps(objects, argument, original => sharp(original).raw().toBuffer());

serveJobs({ naive, naiveRawValidation });
