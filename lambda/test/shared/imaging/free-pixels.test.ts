import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { freePixels } from '../../../shared/imaging/free-pixels';

/** In a process of its own, where nothing else makes V8 collect: megabytes held outside of its heap. */
const PROGRAM = `
  const { setImmediate: turn } = require('node:timers/promises');
  const { freePixels } = require('./lambda/shared/imaging/free-pixels.ts');
  const held = () => process.memoryUsage().external / 2 ** 20;
  const use = () => { Buffer.alloc(64 * 2 ** 20).fill(1); };
  void (async () => {
    freePixels();
    await turn();
    const before = held();
    use();
    const used = held() - before;
    // What a collection finds is handed back in later turns.
    for (let call = 0; call < 3; call++) {
      await turn();
      freePixels();
      await turn();
    }
    console.log(JSON.stringify({ used: Math.round(used), kept: Math.round(held() - before) }));
  })();
`;

test('pixels that are done with are given back', () => {
  const root = join(__dirname, '../../../..');
  const output = execFileSync(process.execPath, ['--import', 'tsx', '--eval', PROGRAM], { cwd: root, env: { PATH: process.env.PATH } });
  expect(JSON.parse(output.toString())).toEqual({ used: 64, kept: 0 });
});

test('a buffer is given back by name, and a part of a larger one is left alone', () => {
  const whole = Buffer.alloc(100_000, 7);
  const part = Buffer.from([1, 2, 3]);
  freePixels(whole, whole, part);
  expect([whole.length, [...part]]).toEqual([0, [1, 2, 3]]);
});
