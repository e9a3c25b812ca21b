import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Mark, MarkSource } from './mark';
import { layoutOf, MarkLayout } from './mark-layout';
import { rotateMark } from './rotate-mark';
import { TextMark } from './text-mark';
import { WatermarkSettings } from '../../../src/contract/image-settings';
import { Dimensions } from '../imaging/geometry';
import { Raster, rasterOf } from '../imaging/raster';
import { sharp } from '../imaging/sharp-runtime';

/** Sizes of marks kept: every size of one image and some of the next ones' other proportions. */
const MAX_CACHED = 12;

/** Marks of one watermark, kept between calls: only their size depends on the rendition. */
export class MarkCache {
  private readonly rendered = new Map<string, Promise<Raster>>();
  private source?: MarkSource;

  /** @param folder where an image watermark's file lies, and the font unless its path is given */
  constructor(
    private readonly settings: WatermarkSettings | undefined,
    private readonly folder: string,
    private readonly font = join(folder, 'fonts', 'NotoSans-Regular.ttf'),
  ) {}

  async markFor(rendition: Dimensions): Promise<Mark> {
    if (!this.settings) throw new Error('a watermark should be configured where its function is called, and none is');
    this.source ??= this.settings.kind === 'text'
      ? new TextMark(this.settings.text, this.settings.color, this.font)
      : new ImageMark(join(this.folder, this.settings.file));
    const layout = layoutOf(rendition, await this.source.aspect(), this.settings);
    return { pixels: await this.pixels(this.source, layout, this.settings.opacity), corners: layout.corners };
  }

  private async pixels(source: MarkSource, { size, rotation }: MarkLayout, opacity: number): Promise<Raster> {
    const key = `${size.width}x${size.height}`;
    let pixels = this.rendered.get(key);
    if (!pixels) {
      pixels = source.render(size).then(raster => faded(rotateMark(raster, rotation), opacity));
      // A failure is not kept: the next call tries again.
      pixels.catch(() => this.rendered.delete(key));
      if (this.rendered.size >= MAX_CACHED) this.rendered.delete(this.rendered.keys().next().value!);
      this.rendered.set(key, pixels);
    }
    return pixels;
  }
}

class ImageMark implements MarkSource {
  private file?: Promise<Buffer>;

  constructor(private readonly path: string) {}

  async aspect(): Promise<number> {
    const { autoOrient } = await sharp(await this.read()).metadata();
    return autoOrient.width / autoOrient.height;
  }

  async render(size: Dimensions): Promise<Raster> {
    return rasterOf(sharp(await this.read(), { autoOrient: true }).resize({ ...size, fit: 'fill' }).toColourspace('srgb').ensureAlpha());
  }

  private async read(): Promise<Buffer> {
    this.file ??= readFile(this.path);
    return this.file;
  }
}

function faded(raster: Raster, opacity: number): Raster {
  for (let at = 3; at < raster.data.length; at += 4) raster.data[at] = Math.round(raster.data[at] * opacity);
  return raster;
}
