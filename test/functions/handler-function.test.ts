import { existsSync } from 'fs';
import { join } from 'path';
import { API_AND_EVENT_FUNCTIONS, IMAGE_FUNCTIONS } from '../../src/contract/functions';
import { assetFolder } from '../../src/functions/handler-function';

describe('assetFolder', () => {
  test('finds the bundle of every function', () => {
    for (const name of API_AND_EVENT_FUNCTIONS) expect(existsSync(join(assetFolder(name), 'index.js'))).toBe(true);
    for (const folder of ['image-arm64', 'image-x64']) {
      for (const name of IMAGE_FUNCTIONS) expect(existsSync(join(assetFolder(folder), name, 'index.js'))).toBe(true);
    }
  });

  test('fails with what to do where there is none', () => {
    expect(() => assetFolder('nothing')).toThrow(/^the handler bundle assets\/nothing must be in the package, got nothing at .*; run "npm run build" to create it$/);
  });
});
