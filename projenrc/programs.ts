import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Path of the first program of these names on PATH; undefined where there is none. */
export function findProgram(names: readonly string[], environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap(name => folders.map(folder => join(folder, name))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
