import * as z from 'zod/mini';

/** As a Cognito `sub`, and an object key, can be. */
export const userId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,128}$/, 'should be a user_id'));

export const userPath = z.strictObject({ user_id: userId });
export const noQuery = z.strictObject({});
