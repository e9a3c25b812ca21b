import sharp from 'sharp';

/** As a phone held upright stores it: the pixels lie on their side, and a tag says so. */
export async function sidewaysPortrait(photograph: Buffer): Promise<Buffer> {
  const upright = await sharp(photograph).resize(600, 900, { fit: 'cover' }).toBuffer();
  return sharp(upright).rotate(-90).withMetadata({ orientation: 6 }).jpeg({ quality: 92 }).toBuffer();
}

/** A disc of a photograph whose edge fades out. */
export async function alphaPng(photograph: Buffer): Promise<Buffer> {
  const side = 640;
  const fade = Buffer.alloc(side * side);
  for (let at = 0; at < fade.length; at++) {
    const distance = Math.hypot(at % side - side / 2, Math.floor(at / side) - side / 2) / (side / 2);
    // Opaque up to three quarters of the radius, transparent at the edge.
    fade[at] = 255 * Math.min(1, Math.max(0, (1 - distance) * 4));
  }
  // Two steps: in one, sharp would join the channel before it resizes.
  const square = await sharp(photograph).resize(side, side, { fit: 'cover' }).toBuffer();
  return sharp(square).joinChannel(fade, { raw: { width: side, height: side, channels: 1 } }).png().toBuffer();
}

/** A window that wanders over a photograph. */
export async function animatedGif(photograph: Buffer): Promise<Buffer> {
  const width = 360;
  const height = 240;
  const steps = 12;
  const scene = await sharp(photograph).resize({ width: 640, height: 420, fit: 'cover' }).toBuffer();
  const frames = await Promise.all(Array.from({ length: steps }, async (_, step) => {
    const angle = (2 * Math.PI * step) / steps;
    const left = Math.round((640 - width) / 2 * (1 + Math.cos(angle)));
    const top = Math.round((420 - height) / 2 * (1 + Math.sin(angle)));
    return sharp(scene).extract({ left, top, width, height }).png().toBuffer();
  }));
  return sharp(frames, { join: { animated: true } }).gif({ delay: 120, loop: 0, colours: 128 }).toBuffer();
}

/** A photograph whose second half never arrived: its header is sound, its pixels are not. */
export function corruptJpeg(photograph: Buffer): Buffer {
  return photograph.subarray(0, Math.floor(photograph.length / 2));
}
