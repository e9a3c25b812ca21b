import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { freePixels } from '../../../pipeline/imaging/free-pixels';

/** In a process of its own, where nothing else makes V8 collect: megabytes held outside of its heap. */
const PROGRAM = `
  const { setImmediate: turn } = require('node:timers/promises');
  const { freePixels } = require('./lambda/pipeline/imaging/free-pixels.ts');
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

function runAlone(program: string): unknown {
  const root = join(__dirname, '../../../..');
  return JSON.parse(execFileSync(process.execPath, ['--import', 'tsx', '--eval', program], { cwd: root, env: { PATH: process.env.PATH } }).toString());
}

test('pixels that are done with are given back', () => {
  expect(runAlone(PROGRAM)).toEqual({ used: 64, kept: 0 });
});

test('a buffer is given back by name, and a part of a larger one is left alone', () => {
  const whole = Buffer.alloc(100_000, 7);
  const part = Buffer.from([1, 2, 3]);
  freePixels(whole, whole, part);
  expect([whole.length, [...part]]).toEqual([0, [1, 2, 3]]);
});

/** What outlived the collections of the young generation, before a whole one is due and after it. */
const GROWN_OLD = `
  const { setImmediate: turn } = require('node:timers/promises');
  const { freePixels } = require('./lambda/pipeline/imaging/free-pixels.ts');
  const held = () => Math.round(process.memoryUsage().external / 2 ** 20);
  void (async () => {
    const start = held();
    let old = Buffer.alloc(64 * 2 ** 20).fill(1);
    const free = async times => {
      for (let call = 0; call < times; call++) {
        freePixels();
        await turn();
      }
      return held() - start;
    };
    await free(5);
    old = undefined;
    console.log(JSON.stringify([await free(90), await free(10)]));
  })();
`;

test('what grew old is given back, too, after a hundred calls', () => {
  expect(runAlone(GROWN_OLD)).toEqual([64, 0]);
});
