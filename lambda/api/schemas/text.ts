import * as z from 'zod/mini';

/** C0 and C1 controls, for a character class. Spelled out: `\p{Cc}` is not among what all readers of JSON Schema know. */
export const CONTROLS = '\\u0000-\\u001f\\u007f-\\u009f';

/** Invisible characters that change how the text around them is shown, or nothing at all. */
export const INVISIBLE = '\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff';

/**
 * Checks of a text. The pattern is documented as it is, so it counts characters as JSON Schema does, a surrogate pair
 * as one. Half of a pair is refused beside it: it would arrive at AWS as another character.
 */
export function matching(pattern: string, message: string): [z.core.$ZodCheck<string>, z.core.$ZodCheck<string>] {
  return [
    z.regex(new RegExp(`^${pattern}$`, 'u'), { error: message, abort: true }),
    z.refine((text: string) => !/\p{Cs}/u.test(text), message),
  ];
}

export function printable(min: number, max: number, message: string): ReturnType<typeof matching> {
  return matching(`[^${CONTROLS}]{${min},${max}}`, message);
}
