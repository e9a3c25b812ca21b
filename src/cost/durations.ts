import { ImageFormatName } from '../contract/image-settings';

/**
 * Where the seconds of a function come from. Processor times are measured: `npm run bench`, 2026-11-22, AMD EPYC, made
 * photographs of 9 and 12 megapixels (docs/performance.md). Waits are a model, not a measurement: 75 MB/s for a function and
 * 20 ms to the first byte of S3. Nothing here was measured in Lambda or on arm64; put your own durations beside it.
 */

/** Bytes of a photograph's pixel: the bench's files; phones are about as dense. */
export const ORIGINAL_BYTES_PER_PIXEL = 0.215;

/** Decode, cascade, ThumbHash and SHA-256, for a pixel of the original: 82 ms for 12.2 MP. */
const DECODE_MS_PER_MEGAPIXEL = 6.7;

interface Encoder {
  /** For a pixel of a rendition, with the watermark's blend: 33, 177 and 399 ms for 3.7 MP, one more format each. */
  readonly msPerMegapixel: number;
  /** At the default quality: a rendition of 1920 x 1440, and for PNG an estimate. */
  readonly bytesPerPixel: number;
}

export const ENCODERS: Readonly<Record<ImageFormatName, Encoder>> = {
  jpeg: { msPerMegapixel: 9, bytesPerPixel: 0.151 },
  webp: { msPerMegapixel: 39, bytesPerPixel: 0.098 },
  avif: { msPerMegapixel: 60, bytesPerPixel: 0.081 },
  png: { msPerMegapixel: 60, bytesPerPixel: 1.5 },
};

const S3_FIRST_BYTE_MS = 20;
const BYTES_PER_MS = 75_000;
/** Pixels travel from resize to watermark as they are. */
const HAND_OVER_BYTES_PER_PIXEL = 3;
/** Memory that brings one virtual processor. */
const WHOLE_PROCESSOR_MB = 1769;
/** One call in a hundred starts a new function, which is billed as well: process start to ready, by the bench. */
const COLD_SHARE = 0.01;
const START_MS = 150;

export interface Picture {
  /** Bytes of the original. */
  readonly originalBytes: number;
  readonly originalPixels: number;
  /** Pixels of the renditions by format that resize itself encodes, and that watermark encodes. */
  readonly plainPixels: number;
  readonly markedPixels: number;
  readonly formats: readonly ImageFormatName[];
}

/** Milliseconds with a whole processor. */
export function resizeMs({ originalBytes, originalPixels, plainPixels, markedPixels, formats }: Picture): number {
  const decode = originalPixels / 1e6 * DECODE_MS_PER_MEGAPIXEL;
  return transferMs(originalBytes) + decode + encodeMs(plainPixels, formats) + transferMs(markedPixels * HAND_OVER_BYTES_PER_PIXEL);
}

/** Milliseconds with a whole processor, of all calls for one image together. */
export function watermarkMs({ markedPixels, formats }: Picture): number {
  return transferMs(markedPixels * HAND_OVER_BYTES_PER_PIXEL) + encodeMs(markedPixels, formats) + S3_FIRST_BYTE_MS;
}

/**
 * The calls that no bench covers: estimates, from the requests that each makes at 5 ms for DynamoDB and SQS, 15 for Step Functions,
 * 20 for S3 and 150 for Cognito, and a little of a processor.
 */
export const ESTIMATED_MS = {
  'upload-handler': 45, 'image-retrieval': 25, 's3-event-handler': 25, 'orchestrator': 50, 'validation': 30, 'record-outcome': 30, 'sweeper': 400,
} as const;

/** With its share of cold starts. */
export function billedMs(ms: number, memoryMb: number): number {
  return ms + COLD_SHARE * START_MS * Math.max(1, WHOLE_PROCESSOR_MB / memoryMb);
}

function encodeMs(pixels: number, formats: readonly ImageFormatName[]): number {
  return formats.reduce((sum, format) => sum + pixels / 1e6 * ENCODERS[format].msPerMegapixel, 0);
}

function transferMs(bytes: number): number {
  return bytes === 0 ? 0 : S3_FIRST_BYTE_MS + bytes / BYTES_PER_MS;
}
