/** Signatures know no milliseconds: with them, `expires_at` would promise up to a second too much. */
export function wholeSecond(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}

export function later(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000);
}
