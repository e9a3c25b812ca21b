/** A JPEG without its colour profile, its coded pixels untouched. */
export function withoutProfile(jpeg: Buffer): Buffer {
  const parts: Buffer[] = [jpeg.subarray(0, 2)];
  let at = 2;
  // Segments of the header: a marker, a length that counts itself, the content.
  while (jpeg[at] === 0xff && jpeg[at + 1] !== 0xda) {
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    const isProfile = jpeg[at + 1] === 0xe2 && jpeg.toString('latin1', at + 4, at + 15) === 'ICC_PROFILE';
    if (!isProfile) parts.push(jpeg.subarray(at, end));
    at = end;
  }
  if (jpeg[at] !== 0xff) throw new Error(`a JPEG should have a marker at byte ${at}, got ${jpeg[at]}`);
  return Buffer.concat([...parts, jpeg.subarray(at)]);
}
