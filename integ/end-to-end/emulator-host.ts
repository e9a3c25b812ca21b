import { startEmulator } from '../local-aws/emulator';

/** Starts an emulator, tells where, and waits to be killed: `killed-host.test.ts` looks at what is left. */
void startEmulator(() => undefined).then(({ endpoint, folder }) => {
  console.log(JSON.stringify({ endpoint, folder }));
  setInterval(() => undefined, 1_000);
});
