import { basename, extname } from 'node:path';

/** A folder name for each file name: safe on every file system, unique without regard to case. */
export function folderNames(filenames: readonly string[]): string[] {
  const taken = new Set<string>();
  return filenames.map(filename => {
    const stem = basename(filename, extname(filename)).normalize('NFC').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 60) || 'image';
    let name = stem;
    for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${stem}-${number}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

/** `original.jpg` for `My Photo.JPG`. */
export function originalName(filename: string): string {
  const extension = extname(filename).toLowerCase();
  return `original${/^\.[a-z0-9]{1,5}$/.test(extension) ? extension : ''}`;
}

/** For a terminal: a file name may hold escape sequences. */
export function printable(text: string): string {
  return text.replace(/\p{C}/gu, '�');
}
