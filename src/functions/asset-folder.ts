import { existsSync } from 'fs';
import { join } from 'path';

/** `assets/` of the package: `src/` and `lib/` are both one level below its root. */
const ASSETS = join(__dirname, '..', '..', 'assets');

/** Folder of a bundled handler in the package. */
export function assetFolder(name: string): string {
  const folder = join(ASSETS, name);
  if (!existsSync(folder)) {
    throw new Error(`the handler bundle assets/${name} must be in the package, got nothing at ${folder}; run "npm run build" to create it`);
  }
  return folder;
}
