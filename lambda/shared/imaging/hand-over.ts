import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { hasAlpha, pipelineOf, Raster, rasterOf } from './raster';
import { sharp } from './sharp-runtime';

/**
 * The file between resize and watermark. Big opaque pictures travel as a JPEG that loses nothing visible, because the
 * transfer of lossless pixels would take longer than both functions; all others travel as they are. Up to this size the
 * transfer hides behind the work on other sizes, and a JPEG would only add its encoding and decoding.
 */
const MAX_LOSSLESS_PIXELS = 800_000;
const MAGIC = 'IMSR';

/** What `Raster` holds beside its pixels. */
interface Header extends Omit<Raster, 'data'> {
  readonly compressed: boolean;
}

export interface PackedRaster {
  readonly bytes: Buffer;
  readonly type: string;
  readonly extension: string;
}

export async function packRaster(raster: Raster): Promise<PackedRaster> {
  if (!raster.animation && !hasAlpha(raster) && raster.width * raster.height > MAX_LOSSLESS_PIXELS) {
    const bytes = await pipelineOf(raster).jpeg({ quality: 98, chromaSubsampling: '4:4:4', optimiseCoding: false }).toBuffer();
    return { bytes, type: 'image/jpeg', extension: 'jpg' };
  }
  const { data, ...rest } = raster;
  // Drawings and animations shrink to a fraction; a small photo would cost more time than its transfer.
  const compressed = hasAlpha(raster) || raster.animation !== undefined;
  const header: Header = { ...rest, compressed };
  const json = Buffer.from(JSON.stringify(header));
  const prefix = Buffer.alloc(8);
  prefix.write(MAGIC, 'latin1');
  prefix.writeUInt32BE(json.length, 4);
  const body = compressed ? await promisify(zstdCompress)(data, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }) : data;
  return { bytes: Buffer.concat([prefix, json, body]), type: 'application/octet-stream', extension: 'raster' };
}

export async function unpackRaster(bytes: Buffer): Promise<Raster> {
  if (bytes.toString('latin1', 0, 4) !== MAGIC) return rasterOf(sharp(bytes, { limitInputPixels: false }).toColourspace('srgb'));
  const end = 8 + bytes.readUInt32BE(4);
  const { compressed, ...header } = JSON.parse(bytes.toString('utf8', 8, end)) as Header;
  const body = bytes.subarray(end);
  return { ...header, data: compressed ? await promisify(zstdDecompress)(body) : body };
}
