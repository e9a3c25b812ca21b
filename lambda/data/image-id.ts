import { randomBytes } from 'node:crypto';

/**
 * UUID version 7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then a 12-bit counter and random bits. Ids
 * sort by the time they were made; the counter keeps those of one millisecond of one process in order.
 */
export function createImageIds(now: () => number = Date.now): () => string {
  let lastTime = -1;
  let counter = 0;
  return () => {
    const time = Math.max(now(), lastTime);
    counter = time === lastTime ? counter + 1 : randomBytes(2).readUInt16BE() % 0x800;
    // A counter that ran out borrows the next millisecond, as the RFC suggests; so does a clock that was set back.
    lastTime = counter > 0xfff ? time + 1 : time;
    counter %= 0x1000;
    return format(lastTime, counter);
  };
}

function format(time: number, counter: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(time, 0, 6);
  bytes.writeUInt16BE(0x7000 + counter, 6);
  bytes.writeUInt8(0x80 + bytes.readUInt8(8) % 0x40, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** When an id was made, by the clock of the function that made it. */
export function timeOfImageId(imageId: string): Date {
  return new Date(parseInt(imageId.slice(0, 8) + imageId.slice(9, 13), 16));
}

/** Lower-case UUID of any version: the form of every id this system gave out. */
export function isImageId(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
