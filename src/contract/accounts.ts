/** Members of this user pool group can read and delete the images of all users. */
export const ADMIN_GROUP = 'admins';

/** Password rules. As in Cognito, only ASCII letters and digits count. */
export interface PasswordPolicy {
  readonly minLength?: number;
  readonly requireLowercase?: boolean;
  readonly requireUppercase?: boolean;
  readonly requireDigits?: boolean;
  readonly requireSymbols?: boolean;
}

/** Policy of the user pool that the construct creates. */
export const PASSWORD_POLICY = {
  minLength: 8, requireLowercase: true, requireUppercase: true, requireDigits: true, requireSymbols: true,
} as const satisfies PasswordPolicy;
