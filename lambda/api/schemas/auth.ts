import * as z from 'zod/mini';
import { CONTROLS, INVISIBLE, matching, printable } from './text';

const WORD = `[^\\s@${CONTROLS}${INVISIBLE}]`;

/** Bodies of the /auth calls. Error texts follow the field name: "email should be …". */
const email = z.string().check(
  z.trim(),
  // Checked first, so that the pattern never runs on a long text.
  z.maxLength(254, { abort: true }),
  z.toLowerCase(),
  // One encoding per letter: `é` typed on another keyboard is the same account.
  z.normalize('NFC'),
  ...matching(`${WORD}{1,64}@${WORD}+\\.${WORD}+`, 'should be an e-mail address'),
);
const password = z.string().check(...printable(1, 256, 'should be 1 to 256 characters long, without control characters'));
const code = z.string().check(z.trim(), ...matching(`[^\\s${CONTROLS}]{1,64}`, 'should be the code from the e-mail'));
const refreshToken = z.string().check(z.regex(/^[A-Za-z0-9_.=-]{1,8192}$/, 'should be the refresh_token from signing in'));

export const credentials = z.strictObject({ email, password });
export const verification = z.strictObject({ email, code });
export const emailOnly = z.strictObject({ email });
export const passwordReset = z.strictObject({ email, code, password });
export const refresh = z.strictObject({ refresh_token: refreshToken });
