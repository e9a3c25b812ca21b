const SIGNATURES: ReadonlyArray<readonly [type: string, signature: RegExp]> = [
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
  ['image/avif', /^[^]{4}ftyp(avif|avis|(mif1|msf1)[^]{4}[^]*avi[fs])/],
  ['image/tiff', /^(II\x2a\x00|MM\x00\x2a)/],
];

/** Media type that the first bytes of a file tell. */
export function typeOfBytes(bytes: Uint8Array): string | undefined {
  const text = String.fromCharCode(...bytes);
  return SIGNATURES.find(([, signature]) => signature.test(text))?.[0];
}

/** Media type that the end of a file's name tells. */
export function typeOfName(filename: string): string | undefined {
  const extension = /\.(jpe?g|png|webp|gif|avif|tiff?)$/i.exec(filename)?.[1]?.toLowerCase();
  return extension && `image/${({ jpg: 'jpeg', tif: 'tiff' } as Record<string, string>)[extension] ?? extension}`;
}
