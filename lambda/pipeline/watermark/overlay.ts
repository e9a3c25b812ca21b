import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawOverlay, Overlay, layoutOf, OverlayLayout, rotateOverlay } from './draw-overlay';
import { missingCharacters } from '../../../src/contract/font-coverage';
import { WatermarkSettings } from '../../../src/contract/image-settings';
import { Dimensions } from '../imaging/geometry';
import { pipelineOf, Raster, rasterOf } from '../imaging/raster';
import { sharp } from '../imaging/sharp-runtime';

/** What the watermark shows: a text or an image. */
interface OverlaySource {
  /** Width over height. */
  aspect(): Promise<number>;
  /** RGBA of exactly this size. */
  render(size: Dimensions): Promise<Raster>;
}

/** Overlay sizes to keep: those of one image, and some for images with other proportions. */
const MAX_CACHED = 12;

/** Caches the overlay's pixels between calls, by size: nothing else depends on the rendition. */
export class OverlayCache {
  private readonly rendered = new Map<string, Promise<Raster>>();
  private source?: OverlaySource;

  /** @param folder contains an image watermark's file, and the font unless its path is given */
  constructor(
    private readonly settings: WatermarkSettings | undefined,
    private readonly folder: string,
    private readonly font = join(folder, 'fonts', 'NotoSans-Regular.ttf'),
  ) {}

  async overlayFor(rendition: Dimensions): Promise<Overlay> {
    if (!this.settings) throw new Error('the watermark function was called, but no watermark is configured');
    this.source ??= this.settings.kind === 'text'
      ? new TextOverlay(this.settings.text, this.settings.color, this.font)
      : new ImageOverlay(join(this.folder, this.settings.file));
    const layout = layoutOf(rendition, await this.source.aspect(), this.settings);
    return { pixels: await this.pixels(this.source, layout, this.settings.opacity), corners: layout.corners };
  }

  private async pixels(source: OverlaySource, { size, rotation }: OverlayLayout, opacity: number): Promise<Raster> {
    const key = `${size.width}x${size.height}`;
    let pixels = this.rendered.get(key);
    if (!pixels) {
      pixels = source.render(size).then(raster => withOpacity(rotateOverlay(raster, rotation), opacity));
      // Failures are not cached: the next call tries again.
      pixels.catch(() => this.rendered.delete(key));
      if (this.rendered.size >= MAX_CACHED) this.rendered.delete(this.rendered.keys().next().value!);
      this.rendered.set(key, pixels);
    }
    return pixels;
  }
}

class ImageOverlay implements OverlaySource {
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

function withOpacity(raster: Raster, opacity: number): Raster {
  for (let at = 3; at < raster.data.length; at += 4) raster.data[at] = Math.round(raster.data[at] * opacity);
  return raster;
}

/** Resolution to measure the text at: high enough that rounding to pixels keeps its proportions. */
const MEASURE_DPI = 300;
const FONT = 'Noto Sans 24';
/** The shadow keeps white text readable on snow; its offset is a share of the text's height. */
const SHADOW_OPACITY = 0.6;
const SHADOW_SHARE = 1 / 30;

/** Text in the shipped font, so it looks the same on every machine. */
export class TextOverlay implements OverlaySource {
  private measured?: Promise<Dimensions>;

  constructor(private readonly text: string, private readonly color: string, private readonly fontFile: string) {}

  async aspect(): Promise<number> {
    const { width, height } = await this.measure();
    return width / height;
  }

  async render(size: Dimensions): Promise<Raster> {
    const offset = Math.max(1, Math.round(size.height * SHADOW_SHARE));
    const text = await this.scaled({ width: Math.max(1, size.width - offset), height: Math.max(1, size.height - offset) });
    const overlay: Raster = { ...size, channels: 4, data: Buffer.alloc(size.width * size.height * 4) };
    drawOverlay(overlay, { pixels: shadowOf(text, this.color), corners: [{ left: offset, top: offset }] });
    drawOverlay(overlay, { pixels: text, corners: [{ left: 0, top: 0 }] });
    return overlay;
  }

  /** Rendered slightly larger, then scaled down to the exact size: the resolution is a whole number. */
  private async scaled(size: Dimensions): Promise<Raster> {
    const { width } = await this.measure();
    const dpi = Math.max(1, Math.ceil(MEASURE_DPI * (size.width / width)) + 1);
    return rasterOf(pipelineOf(await this.draw(this.text, dpi)).resize({ ...size, fit: 'fill' }));
  }

  private async measure(): Promise<Dimensions> {
    this.measured ??= this.checkFont().then(() => this.draw(this.text, MEASURE_DPI));
    return this.measured;
  }

  /** The text engine draws a box for a missing glyph and reports no error, so check before drawing. */
  private async checkFont(): Promise<void> {
    const missing = missingCharacters(await readFile(this.fontFile), this.text);
    if (missing.length > 0) {
      throw new Error(`the watermark's text has characters that the shipped font lacks: ${missing.join(' ')}`);
    }
    const [narrow, wide] = await Promise.all(['i', 'W'].map(async letter => this.draw(letter, MEASURE_DPI)));
    // Boxes all have the same width.
    if (wide.width < narrow.width * 1.5) {
      throw new Error(`the font ${this.fontFile} draws boxes instead of letters: is the file damaged?`);
    }
  }

  private async draw(text: string, dpi: number): Promise<Raster> {
    const markup = `<span foreground="${this.color}">${escapeMarkup(text)}</span>`;
    return rasterOf(sharp({ text: { text: markup, font: FONT, fontfile: this.fontFile, rgba: true, dpi } }));
  }
}

/** The text's shape in black, or in white for dark text. */
function shadowOf(text: Raster, color: string): Raster {
  const [red, green, blue] = [1, 3, 5].map(at => parseInt(color.slice(at, at + 2), 16));
  const shade = 0.299 * red + 0.587 * green + 0.114 * blue < 128 ? 255 : 0;
  const data = Buffer.alloc(text.data.length, shade);
  for (let at = 3; at < data.length; at += 4) data[at] = Math.round(text.data[at] * SHADOW_OPACITY);
  return { ...text, data };
}

function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
