import { ImageFormatName, ImageSettings, SizeSettings } from '../contract/image-settings';

/**
 * How long the functions take. Processor times are measured: `npm run bench`, 2026-11-22, AMD EPYC, synthetic photographs
 * of 9 and 12 megapixels (docs/performance.md). Transfer times are a model: 75 MB/s for a function, and 20 ms to the first
 * byte from S3. Nothing was measured in Lambda or on arm64; compare with your own durations.
 */

/** Of the benchmark photographs; files of phone cameras have about as many. */
const ORIGINAL_BYTES_PER_PIXEL = 0.215;

/** Decode, cascade, ThumbHash and SHA-256, per megapixel of the original: 82 ms for 12.2 MP. */
const DECODE_MS_PER_MEGAPIXEL = 6.7;

interface Encoder {
  /** Per megapixel of a rendition, including the watermark: 33, 177 and 399 ms for 3.7 MP with one, two and three formats. */
  readonly msPerMegapixel: number;
  /** At the default quality, for a rendition of 1920 x 1440; an estimate for PNG. */
  readonly bytesPerPixel: number;
}

const ENCODERS: Readonly<Record<ImageFormatName, Encoder>> = {
  jpeg: { msPerMegapixel: 9, bytesPerPixel: 0.151 },
  webp: { msPerMegapixel: 39, bytesPerPixel: 0.098 },
  avif: { msPerMegapixel: 60, bytesPerPixel: 0.081 },
  png: { msPerMegapixel: 60, bytesPerPixel: 1.5 },
};

const S3_FIRST_BYTE_MS = 20;
const BYTES_PER_MS = 75_000;
/** Raw pixels are passed from resize to watermark. */
const HAND_OVER_BYTES_PER_PIXEL = 3;
/** Memory that comes with one vCPU. */
const WHOLE_PROCESSOR_MB = 1769;
/** One call in a hundred is a cold start, which is billed too: from process start to ready, measured by the benchmark. */
const COLD_SHARE = 0.01;
const START_MS = 150;

/** An average original and its renditions. */
export interface AverageImage {
  /** Bytes of the original. */
  readonly originalBytes: number;
  readonly originalPixels: number;
  /** Pixels of the renditions of one format that resize encodes. */
  readonly plainPixels: number;
  /** Pixels of the renditions of one format that watermark encodes. */
  readonly markedPixels: number;
  readonly formats: readonly ImageFormatName[];
  /** One entry per rendition. */
  readonly renditionBytes: readonly number[];
  /** Number of sizes with a watermark. */
  readonly markedSizes: number;
}

/** The original is assumed to be a 4:3 photograph of a phone camera. */
export function averageImage({ sizes, formats }: ImageSettings, originalBytes: number): AverageImage {
  const originalPixels = originalBytes / ORIGINAL_BYTES_PER_PIXEL;
  const names = formats.map(({ format }) => format);
  const pixels = (some: readonly SizeSettings[]): number => some.reduce((sum, size) => sum + pixelsOf(size, originalPixels), 0);
  return {
    originalBytes,
    originalPixels,
    plainPixels: pixels(sizes.filter(({ watermark }) => !watermark)),
    markedPixels: pixels(sizes.filter(({ watermark }) => watermark)),
    markedSizes: sizes.filter(({ watermark }) => watermark).length,
    formats: names,
    renditionBytes: sizes.flatMap((size) => names.map((name) => pixelsOf(size, originalPixels) * ENCODERS[name].bytesPerPixel)),
  };
}

function pixelsOf({ width = Infinity, height = Infinity, fit, enlarge }: SizeSettings, originalPixels: number): number {
  const originalWidth = Math.sqrt(originalPixels * 4 / 3);
  const originalHeight = originalPixels / originalWidth;
  const maxScale = enlarge ? Infinity : 1;
  if (Number.isFinite(width) && Number.isFinite(height) && ['cover', 'contain', 'fill'].includes(fit)) {
    return Math.min(width, originalWidth * maxScale) * Math.min(height, originalHeight * maxScale);
  }
  const scales = [width / originalWidth, height / originalHeight].filter(Number.isFinite);
  const scale = Math.min(fit === 'outside' ? Math.max(...scales) : Math.min(...scales), maxScale);
  return originalPixels * scale * scale;
}

/** Milliseconds with one whole vCPU. */
export function resizeMs({ originalBytes, originalPixels, plainPixels, markedPixels, formats }: AverageImage): number {
  const decode = originalPixels / 1e6 * DECODE_MS_PER_MEGAPIXEL;
  return transferMs(originalBytes) + decode + encodeMs(plainPixels, formats) + transferMs(markedPixels * HAND_OVER_BYTES_PER_PIXEL);
}

/** Milliseconds with one whole vCPU, for all calls of one image together. */
export function watermarkMs({ markedPixels, formats }: AverageImage): number {
  return transferMs(markedPixels * HAND_OVER_BYTES_PER_PIXEL) + encodeMs(markedPixels, formats) + S3_FIRST_BYTE_MS;
}

/**
 * Functions that no benchmark covers. Estimated from the AWS calls that each makes: 5 ms for DynamoDB and SQS, 15 for
 * Step Functions, 20 for S3 and 150 for Cognito, plus some processor time.
 */
export const ESTIMATED_MS = {
  'upload-handler': 45, 'image-retrieval': 25, 's3-event-handler': 25, 'orchestrator': 50, 'validation': 30, 'record-outcome': 30, 'sweeper': 400,
} as const;

/** Including the share of cold starts. */
export function billedMs(ms: number, memoryMb: number): number {
  return ms + COLD_SHARE * START_MS * Math.max(1, WHOLE_PROCESSOR_MB / memoryMb);
}

function encodeMs(pixels: number, formats: readonly ImageFormatName[]): number {
  return formats.reduce((sum, format) => sum + pixels / 1e6 * ENCODERS[format].msPerMegapixel, 0);
}

function transferMs(bytes: number): number {
  return bytes === 0 ? 0 : S3_FIRST_BYTE_MS + bytes / BYTES_PER_MS;
}
