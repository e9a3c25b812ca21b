import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { findProgram } from '../../../projenrc/programs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

export const MISSING = `Tests in a browser are skipped: no ${NAMES.join(', ')} is on PATH. Install one (Debian: apt-get install chromium), or name it in CHROMIUM_PATH.`;

/** The browser's program: what CHROMIUM_PATH names, else the first on PATH; undefined where there is none. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  return environment.CHROMIUM_PATH || findProgram(NAMES, environment);
}

/**
 * Starts it without a window, and with nothing that calls home.
 *
 * @param servers which origins, such as `localhost:3000`, are served on which host and port of this machine
 */
export async function launchChromium(servers: Readonly<Record<string, string>>): Promise<Browser> {
  const rules = Object.entries(servers).map(([origin, server]) => `MAP ${origin} ${server}`).join(', ');
  return chromium.launch({
    executablePath: findChromium(),
    // Its sandbox refuses to run as root, as which continuous integration often runs.
    chromiumSandbox: false,
    args: ['--disable-gpu', '--disable-quic', `--host-resolver-rules=${rules}`],
  });
}
