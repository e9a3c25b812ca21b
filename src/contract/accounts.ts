import { Shape, TypeOf } from './shape';

/** Members of this group of the user pool may read and delete any user's images. */
export const ADMIN_GROUP = 'admins';

const REQUIRED = { type: 'boolean', optional: true } as const;

/** Rules for passwords. Letters and digits are those of ASCII, as Cognito counts them. */
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

/** Of the user pool that the construct makes. */
export const PASSWORD_POLICY = {
  minLength: 8, requireLowercase: true, requireUppercase: true, requireDigits: true, requireSymbols: true,
} as const satisfies PasswordPolicy;
