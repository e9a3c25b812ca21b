import * as z from 'zod/mini';

/** C0 and C1 controls, for a character class. Spelled out, because not every JSON Schema validator supports `\p{Cc}`. */
export const CONTROLS = '\\u0000-\\u001f\\u007f-\\u009f';

/** Invisible and bidirectional formatting characters. */
export const INVISIBLE = '\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff';

/**
 * The pattern also appears in docs/openapi.json, so it counts a surrogate pair as one character, as JSON Schema does. An
 * unpaired surrogate is rejected separately: AWS would receive another character.
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
