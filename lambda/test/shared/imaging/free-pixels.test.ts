import { setImmediate as turn } from 'node:timers/promises';
import { freePixels } from '../../../shared/imaging/free-pixels';
import { sharp } from '../../../shared/imaging/sharp-runtime';

const held = () => process.memoryUsage().external;

/** In a function of its own, so that nothing refers to the pixels afterwards. */
async function decode(): Promise<number> {
  return (await sharp({ create: { width: 2000, height: 2000, channels: 3, background: '#336699' } }).raw().toBuffer()).length;
}

test('pixels of an image that is done with are given back', async () => {
  freePixels();
  await turn();
  const before = held();
  const size = await decode();
  expect(held() - before).toBeGreaterThan(size / 2);
  // What a collection finds is handed back in later turns.
  for (let call = 0; call < 3 && held() - before > size / 2; call++) {
    await turn();
    freePixels();
    await turn();
  }
  expect(held() - before).toBeLessThan(size / 2);
});
