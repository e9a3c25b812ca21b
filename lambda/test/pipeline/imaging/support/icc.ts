import { crc32, deflateSync } from 'node:zlib';
import { colorants, profileOf, RgbSpace, SRGB, Triple } from './colour';

/** ICC profiles with a matrix and curves: https://www.color.org/specification/ICC.1-2022-05.pdf */
type Profile = ReturnType<typeof profileOf>;

const fixed = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(Math.round(value * 65536));
  return bytes;
};
const tag = (type: string, ...parts: Buffer[]) => Buffer.concat([Buffer.from(`${type}\0\0\0\0`, 'latin1'), ...parts]);

/** A version 2 monitor profile of a space. */
export function makeProfile(space: RgbSpace): Buffer {
  const matrix = colorants(space);
  const xyz = (column: number) => tag('XYZ ', ...matrix.map(row => fixed(row[column])));
  const gamma = tag('curv', Buffer.from([0, 0, 0, 1]), Buffer.from([Math.floor(space.gamma), Math.round((space.gamma % 1) * 256), 0, 0]));
  const name = tag('desc', Buffer.from([0, 0, 0, 2]), Buffer.from('x\0'), Buffer.alloc(78), Buffer.alloc(2));
  const tags: readonly (readonly [string, Buffer])[] = [
    ['desc', name], ['cprt', tag('text', Buffer.from('none\0\0\0\0'))], ['wtpt', tag('XYZ ', fixed(0.9642), fixed(1), fixed(0.8249))],
    ['rXYZ', xyz(0)], ['gXYZ', xyz(1)], ['bXYZ', xyz(2)], ['rTRC', gamma], ['gTRC', gamma], ['bTRC', gamma],
  ];
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length);
  let at = 128 + table.length;
  tags.forEach(([signature, content], index) => {
    table.write(signature, 4 + index * 12, 'latin1');
    table.writeUInt32BE(at, 8 + index * 12);
    table.writeUInt32BE(content.length, 12 + index * 12);
    at += content.length;
  });
  const header = Buffer.alloc(128);
  header.writeUInt32BE(at);
  header.writeUInt32BE(0x02400000, 8);
  header.write('mntrRGB XYZ ', 12, 'latin1');
  header.write('acsp', 36, 'latin1');
  Buffer.concat([fixed(0.9642), fixed(1), fixed(0.8249)]).copy(header, 68);
  return Buffer.concat([header, table, ...tags.map(([, content]) => content)]);
}

/** Matrix and curves as a profile holds them; those of grey fill all three channels. */
export function readProfile(icc: Buffer): Profile {
  const find = (signature: string) => {
    const index = Array.from({ length: icc.readUInt32BE(128) }, (_, i) => 132 + i * 12).find(at => icc.toString('latin1', at, at + 4) === signature);
    return index === undefined ? undefined : icc.subarray(icc.readUInt32BE(index + 4));
  };
  const grey = find('kTRC');
  if (grey) return { matrix: SRGB, curves: Array<Profile['curves'][number]>(3).fill(curveOf(grey)) };
  const columns = ['rXYZ', 'gXYZ', 'bXYZ'].map(name => [8, 12, 16].map(at => find(name)!.readInt32BE(at) / 65536));
  const matrix = [0, 1, 2].map(row => columns.map(column => column[row])) as unknown as readonly [Triple, Triple, Triple];
  return { matrix, curves: ['rTRC', 'gTRC', 'bTRC'].map(name => curveOf(find(name)!)) };
}

function curveOf(bytes: Buffer): (value: number) => number {
  if (bytes.toString('latin1', 0, 4) === 'para') return parametric(bytes);
  const count = bytes.readUInt32BE(8);
  if (count === 0) return value => value;
  if (count === 1) return value => value ** (bytes.readUInt16BE(12) / 256);
  const entry = (index: number) => bytes.readUInt16BE(12 + Math.min(count - 1, index) * 2) / 65535;
  return value => {
    const at = value * (count - 1);
    return entry(Math.floor(at)) + (entry(Math.floor(at) + 1) - entry(Math.floor(at))) * (at % 1);
  };
}

/** Types 0, 3 and 4, which camera makers use. */
function parametric(bytes: Buffer): (value: number) => number {
  const parameter = (index: number) => bytes.readInt32BE(12 + index * 4) / 65536;
  const gamma = parameter(0);
  const type = bytes.readUInt16BE(8);
  if (type === 0) return value => value ** gamma;
  if (type !== 3 && type !== 4) throw new Error(`a parametric curve should be of type 0, 3 or 4, got ${type}`);
  const [a, b, c, d] = [1, 2, 3, 4].map(parameter);
  const [e, f] = type === 4 ? [5, 6].map(parameter) : [0, 0];
  return value => (value >= d ? (a * value + b) ** gamma + e : c * value + f);
}

/** Adds an ICC profile to a PNG without touching its pixels. */
export function withProfile(png: Buffer, icc: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from('iCCPp\0\0', 'latin1'), deflateSync(icc)]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  check.writeUInt32BE(crc32(body));
  const afterHeader = 8 + 25;
  return Buffer.concat([png.subarray(0, afterHeader), length, body, check, png.subarray(afterHeader)]);
}
