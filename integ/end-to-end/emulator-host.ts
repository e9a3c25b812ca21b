import { startEmulator } from '../local-aws/emulator';

/** Starts an emulator, prints its URL, and waits to be killed: `killed-host.test.ts` checks what is left. */
void startEmulator(() => undefined).then(({ endpoint, folder }) => {
  console.log(JSON.stringify({ endpoint, folder }));
  setInterval(() => undefined, 1_000);
});
