#!/usr/bin/env node
import { openTerminal, run } from './repair';

void run(process.argv.slice(2), openTerminal(process)).then((code) => {
  process.exitCode = code;
});
