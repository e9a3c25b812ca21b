import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

/**
 * A separate program: reads an SVG from standard input and writes a PNG to standard output. It runs once at synth, only
 * for an SVG watermark. WebAssembly starts asynchronously and a construct cannot wait, which a child process can.
 *
 * Exits with code 2 and one line on standard error if the drawing is invalid.
 */
async function main(side: number): Promise<void> {
  const svg = readFileSync(0);
  await initWasm(readFileSync(join(__dirname, 'resvg.wasm')));
  try {
    process.stdout.write(rasterize(svg, side));
  } catch (error) {
    process.stderr.write(error instanceof Error ? error.message.split('\n')[0] : String(error));
    process.exitCode = 2;
  }
}

function rasterize(svg: Buffer, side: number): Uint8Array {
  const { width, height } = new Resvg(svg);
  const drawn = new Resvg(svg, { fitTo: { mode: width >= height ? 'width' : 'height', value: side } }).render();
  // Every fourth byte is an opacity.
  if (!drawn.pixels.some((value, at) => at % 4 === 3 && value > 0)) throw new Error('it draws nothing');
  return drawn.asPng();
}

void main(Number(process.argv[2]));
