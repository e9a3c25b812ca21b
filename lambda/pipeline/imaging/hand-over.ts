import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { hasAlpha, pipelineOf, Raster, rasterOf } from './raster';
import { sharp } from './sharp-runtime';
import { HandOver, HandOverPixels } from '../../../src/contract/workflow';

/**
 * Opaque pictures up to this size travel as they are: writing and reading 12 MB takes about as long as coding them as a
 * JPEG, costs no processor time and loses nothing. Bigger ones are sent as a JPEG that loses nothing visible.
 */
const MAX_LOSSLESS_PIXELS = 4_000_000;

/** The file between resize and watermark. */
export interface PackedRaster {
  readonly bytes: Buffer;
  readonly type: string;
  readonly extension: string;
  /** Absent for a JPEG. It goes by the workflow, since put before the pixels it would have them all copied. */
  readonly pixels?: HandOverPixels;
}

export async function packRaster(raster: Raster): Promise<PackedRaster> {
  if (!raster.animation && !hasAlpha(raster) && raster.width * raster.height > MAX_LOSSLESS_PIXELS) {
    const bytes = await pipelineOf(raster).jpeg({ quality: 99, chromaSubsampling: '4:4:4', optimiseCoding: false }).toBuffer();
    return { bytes, type: 'image/jpeg', extension: 'jpg' };
  }
  const { data, ...rest } = raster;
  // Drawings and animations shrink to a fraction; a photo would cost more time than its transfer.
  const compressed = hasAlpha(raster) || raster.animation !== undefined;
  const bytes = compressed ? await promisify(zstdCompress)(data, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }) : data;
  return { bytes, type: 'application/octet-stream', extension: 'raster', pixels: { ...rest, compressed } };
}

export async function unpackRaster(bytes: Buffer, pixels: HandOver['pixels']): Promise<Raster> {
  if (!pixels) return rasterOf(sharp(bytes, { limitInputPixels: false }).toColourspace('srgb'));
  const { compressed, ...rest } = pixels;
  return { ...rest, data: compressed ? await promisify(zstdDecompress)(bytes) : bytes };
}
