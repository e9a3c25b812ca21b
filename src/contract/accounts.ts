import { Shape, TypeOf } from './shape';

/** Members of this user pool group can read and delete the images of all users. */
export const ADMIN_GROUP = 'admins';

const REQUIRED = { type: 'boolean', optional: true } as const;

/** Password rules. As in Cognito, only ASCII letters and digits count. */
export const PASSWORD_RULES = {
  type: 'object',
  fields: {
    minLength: { type: 'integer', min: 6, max: 99, optional: true },
    requireLowercase: REQUIRED,
    requireUppercase: REQUIRED,
    requireDigits: REQUIRED,
    requireSymbols: REQUIRED,
  },
} as const satisfies Shape;
export interface PasswordPolicy extends TypeOf<typeof PASSWORD_RULES> {}

/** Policy of the user pool that the construct creates. */
export const PASSWORD_POLICY = {
  minLength: 8, requireLowercase: true, requireUppercase: true, requireDigits: true, requireSymbols: true,
} as const satisfies PasswordPolicy;
