/** Members of this group of the user pool may read and delete any user's images. */
export const ADMIN_GROUP = 'admins';

/** Rules for passwords. Letters and digits are those of ASCII, as Cognito counts them. */
export interface PasswordPolicy {
  readonly minLength?: number;
  readonly requireLowercase?: boolean;
  readonly requireUppercase?: boolean;
  readonly requireDigits?: boolean;
  readonly requireSymbols?: boolean;
}

/** Of the user pool that the construct makes. */
export const PASSWORD_POLICY = {
  minLength: 8, requireLowercase: true, requireUppercase: true, requireDigits: true, requireSymbols: true,
} as const satisfies PasswordPolicy;
