import * as z from 'zod/mini';

/** Bodies of the /auth calls. Error texts follow the field's name: "email should be …". */
const email = z.string().check(
  z.trim(),
  // First and final: what is too long is not given to the pattern.
  z.maxLength(254, { abort: true }),
  z.toLowerCase(),
  z.regex(/^[^\s@\p{C}]{1,64}@[^\s@\p{C}]+\.[^\s@\p{C}]+$/u, 'should be an e-mail address'),
);
const password = z.string().check(z.minLength(1), z.maxLength(256));
const code = z.string().check(z.trim(), z.regex(/^\S{1,64}$/, 'should be the code from the mail'));
const refreshToken = z.string().check(z.regex(/^[\w.=-]{1,8192}$/, 'should be the refresh_token of a sign-in'));

export const credentials = z.strictObject({ email, password });
export const verification = z.strictObject({ email, code });
export const address = z.strictObject({ email });
export const passwordReset = z.strictObject({ email, code, password });
export const refresh = z.strictObject({ refresh_token: refreshToken });

export interface SignedUp {
  /** Cognito `sub`. */
  readonly user_id: string;
  readonly confirmed: boolean;
  /** Absent where the pool confirms users without a code. */
  readonly delivery?: { readonly medium: string; readonly destination: string };
}

export interface RefreshedTokens {
  readonly token_type: 'Bearer';
  readonly id_token: string;
  readonly access_token: string;
  /** Seconds. */
  readonly expires_in: number;
}

export interface Tokens extends RefreshedTokens {
  readonly refresh_token: string;
}
