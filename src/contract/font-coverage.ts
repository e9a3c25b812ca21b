/**
 * The distinct characters of a text for which a TrueType font has no glyph, except white space and invisible characters
 * (joiners, direction marks).
 *
 * @throws Error if the font has no Unicode character map
 */
export function missingCharacters(font: Buffer, text: string): string[] {
  const covers = readCharacterMap(font);
  const characters = new Set(text.replace(/[\p{White_Space}\p{Default_Ignorable_Code_Point}]/gu, ''));
  return [...characters].filter(character => !covers(character.codePointAt(0)!));
}

/** Table `cmap`, subtables of Windows and Unicode platforms: https://learn.microsoft.com/typography/opentype/spec/cmap */
function readCharacterMap(font: Buffer): (codePoint: number) => boolean {
  const cmap = tableAt(font, 'cmap');
  const subtables = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, index) => cmap + 4 + index * 8)
    .filter(record => [0, 3].includes(font.readUInt16BE(record)))
    .map(record => cmap + font.readUInt32BE(record + 4));
  const byFormat = (format: number) => subtables.find(at => font.readUInt16BE(at) === format);
  const segmented = byFormat(12);
  if (segmented !== undefined) return codePoint => inGroups(font, segmented, codePoint);
  const basic = byFormat(4);
  if (basic !== undefined) return codePoint => inSegments(font, basic, codePoint);
  throw new Error('the font must contain a Unicode character map of format 4 or 12, got none');
}

function tableAt(font: Buffer, tag: string): number {
  for (let index = 0; index < font.readUInt16BE(4); index++) {
    const record = 12 + index * 16;
    if (font.toString('latin1', record, record + 4) === tag) return font.readUInt32BE(record + 8);
  }
  throw new Error(`the font must contain a table '${tag}', got none`);
}

/** Format 12: groups of start, end, first glyph. */
function inGroups(font: Buffer, at: number, codePoint: number): boolean {
  for (let index = 0; index < font.readUInt32BE(at + 12); index++) {
    const group = at + 16 + index * 12;
    const [start, end] = [font.readUInt32BE(group), font.readUInt32BE(group + 4)];
    if (codePoint >= start && codePoint <= end) return font.readUInt32BE(group + 8) + codePoint - start !== 0;
  }
  return false;
}

/** Format 4: parallel arrays of ends, starts, deltas and offsets; basic multilingual plane only. */
function inSegments(font: Buffer, at: number, codePoint: number): boolean {
  const bytes = font.readUInt16BE(at + 6);
  for (let offset = 0; offset < bytes; offset += 2) {
    const end = font.readUInt16BE(at + 14 + offset);
    if (codePoint > end) continue;
    const start = font.readUInt16BE(at + 16 + bytes + offset);
    if (codePoint < start) return false;
    const delta = font.readUInt16BE(at + 16 + 2 * bytes + offset);
    const rangeAt = at + 16 + 3 * bytes + offset;
    const range = font.readUInt16BE(rangeAt);
    const glyph = range === 0 ? codePoint : font.readUInt16BE(rangeAt + range + (codePoint - start) * 2);
    return glyph !== 0 && (glyph + delta) % 65536 !== 0;
  }
  return false;
}
