import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const TEST_FOLDERS = ['test', 'lambda/test', 'sdk/test', 'integ/end-to-end', 'integ/languages'];

/**
 * Keys of README's promises and of the threats in docs/security.md, each with the test files that hold it. A test names what it
 * holds in a comment above it, `// holds: promise.upload, threat.grant-forged`, so that prose and titles can change freely.
 */
export function heldKeys(): ReadonlyMap<string, readonly string[]> {
  const held = new Map<string, string[]>();
  for (const folder of TEST_FOLDERS) {
    for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.test.ts')) continue;
      const file = `${folder}/${name}`;
      for (const [, keys] of readFileSync(join(ROOT, file), 'utf8').matchAll(/^\s*\/\/ holds: (.+)$/gm)) {
        for (const key of keys.split(/,\s*/)) held.set(key, [...held.get(key) ?? [], file]);
      }
    }
  }
  return held;
}
