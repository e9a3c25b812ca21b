import { readFile } from 'node:fs/promises';
import { drawMark } from './draw-mark';
import type { MarkSource } from './mark';
import { missingCharacters } from '../../../src/contract/font-coverage';
import { Dimensions } from '../imaging/geometry';
import { pipelineOf, Raster, rasterOf } from '../imaging/raster';
import { sharp } from '../imaging/sharp-runtime';

/** At this resolution the text is measured; big enough that rounding to pixels does not change its proportions. */
const MEASURE_DPI = 300;
const FONT = 'Noto Sans 24';
/** Of the shadow, so that white text is read on snow; and its distance as a share of the text's height. */
const SHADOW_OPACITY = 0.6;
const SHADOW_SHARE = 1 / 30;

/** Text drawn from the shipped font: no system font, and no file of the machine's own, decides how it looks. */
export class TextMark implements MarkSource {
  private measured?: Promise<Dimensions>;

  constructor(private readonly text: string, private readonly color: string, private readonly fontFile: string) {}

  async aspect(): Promise<number> {
    const { width, height } = await this.measure();
    return width / height;
  }

  async render(size: Dimensions): Promise<Raster> {
    const offset = Math.max(1, Math.round(size.height * SHADOW_SHARE));
    const text = await this.scaled({ width: Math.max(1, size.width - offset), height: Math.max(1, size.height - offset) });
    const mark: Raster = { ...size, channels: 4, data: Buffer.alloc(size.width * size.height * 4) };
    drawMark(mark, { pixels: shadowOf(text, this.color), corners: [{ left: offset, top: offset }] });
    drawMark(mark, { pixels: text, corners: [{ left: 0, top: 0 }] });
    return mark;
  }

  /** Drawn a little larger and scaled down to the exact size: resolution comes in whole steps only. */
  private async scaled(size: Dimensions): Promise<Raster> {
    const { width } = await this.measure();
    const dpi = Math.max(1, Math.ceil(MEASURE_DPI * (size.width / width)) + 1);
    return rasterOf(pipelineOf(await this.draw(this.text, dpi)).resize({ ...size, fit: 'fill' }));
  }

  private async measure(): Promise<Dimensions> {
    this.measured ??= this.checkFont().then(() => this.draw(this.text, MEASURE_DPI));
    return this.measured;
  }

  /** Missing glyphs are no error to the text engine: it draws boxes. So they are looked for before anything is drawn. */
  private async checkFont(): Promise<void> {
    const missing = missingCharacters(await readFile(this.fontFile), this.text);
    if (missing.length > 0) {
      throw new Error(`the watermark's text should hold characters of the shipped font alone, and these are not in it: ${missing.join(' ')}`);
    }
    const [narrow, wide] = await Promise.all(['i', 'W'].map(async letter => this.draw(letter, MEASURE_DPI)));
    // Boxes are all as wide as each other.
    if (wide.width < narrow.width * 1.5) {
      throw new Error(`the font ${this.fontFile} should be drawn with letters of their own width, and was drawn as boxes: is the file whole?`);
    }
  }

  private async draw(text: string, dpi: number): Promise<Raster> {
    const markup = `<span foreground="${this.color}">${escapeMarkup(text)}</span>`;
    return rasterOf(sharp({ text: { text: markup, font: FONT, fontfile: this.fontFile, rgba: true, dpi } }));
  }
}

/** The same shape in black, or in white for dark text. */
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
