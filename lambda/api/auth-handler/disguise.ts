import { randomBytes } from 'node:crypto';

/** `jane@example.com`: `j***@e***`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const [first] = email;
  const [domain] = email.slice(at + 1);
  return `${first}***@${domain}***`;
}

/**
 * A user id that belongs to nobody and looks like one of Cognito's: those carry `70` where a UUID has its version, and
 * a variant of 110. New at each call, as two sign-ups of one new address would also show two ids.
 */
export function likeCognitoSub(): string {
  const hex = randomBytes(16).toString('hex');
  const variant = Number.parseInt(hex[16], 16) % 2 === 0 ? 'c' : 'd';
  return [hex.slice(0, 8), hex.slice(8, 12), `70${hex.slice(14, 16)}`, variant + hex.slice(17, 20), hex.slice(20)].join('-');
}
