import { access, constants, stat } from 'node:fs/promises';
import { resolve } from 'node:path';

export const USAGE = `Usage: npm run demo [-- FILE…]

Starts the local AWS, uploads the sample photos (or the files given) through the client, waits until their
renditions are ready, and writes them with a contact sheet to demo-output/.`;

export interface Arguments {
  readonly help: boolean;
  /** Empty: the sample photos. */
  readonly files: readonly string[];
}

/** A mistake of the caller: printed in one line, exit code 2, nothing was started. */
export class UsageError extends Error {}

/**
 * @param folder base of relative paths
 * @throws UsageError for an unknown option
 */
export function parseArguments(argv: readonly string[], folder = process.cwd()): Arguments {
  const end = argv.indexOf('--');
  const options = (end < 0 ? argv : argv.slice(0, end)).filter(argument => argument.startsWith('-') && argument !== '-');
  const unknown = options.find(option => !['-h', '--help'].includes(option));
  if (unknown !== undefined) throw new UsageError(`Unknown option '${unknown}'. For a file of that name write ./${unknown}.`);
  const files = argv.filter((argument, index) => (end >= 0 && index > end) || !argument.startsWith('-'));
  return { help: options.length > 0, files: files.map(file => resolve(folder, file)) };
}

/** @throws UsageError naming the first path that is missing, unreadable or not a file */
export async function checkFiles(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const stats = await stat(path).catch(() => undefined);
    if (!stats) throw new UsageError(`There is no file '${path}'.`);
    if (stats.isDirectory()) throw new UsageError(`'${path}' is a folder: name the files in it, such as ${path.replace(/\/+$/, '')}/*.jpg.`);
    if (!stats.isFile()) throw new UsageError(`'${path}' is not a regular file.`);
    await access(path, constants.R_OK).catch(() => {
      throw new UsageError(`The file '${path}' cannot be read: check its permissions.`);
    });
  }
}
