import { randomBytes } from 'node:crypto';
import {
  AuthenticationResultType, AuthFlowType, CognitoIdentityProviderClient, ConfirmForgotPasswordCommand, ConfirmSignUpCommand,
  ForgotPasswordCommand, GlobalSignOutCommand, InitiateAuthCommand, ResendConfirmationCodeCommand, RevokeTokenCommand, SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  CODE_ERRORS, dependsOnAddress, errorName, isExistingUser, isExpected, isUndeliverable, REFRESH_ERRORS, SIGN_IN_ERRORS, SIGN_OUT_ERRORS,
  SIGN_UP_ERRORS, toProblem,
} from './cognito-errors';
import { brokenRules } from './password-rule';
import type { PasswordPolicy } from '../../../src/contract/accounts';
import { Metric } from '../../../src/contract/environment';
import type { Telemetry } from '../../runtime/telemetry';
import { invalidRequest, Problem } from '../http/problem';
import type { RefreshedTokens, SignedUp, Tokens } from '../schemas/answers';

/**
 * The account calls, through Cognito's unauthenticated API. Answers do not reveal whether an address has an account,
 * unless the caller proves to own it.
 */
export class Accounts {
  constructor(
    private readonly client: CognitoIdentityProviderClient,
    private readonly clientId: string,
    private readonly passwordPolicy: PasswordPolicy,
    private readonly telemetry: Telemetry,
  ) {}

  /** @throws Problem `user-exists`, only for the owner of the account: see docs/decisions/0002-existing-user-sign-up.md */
  public async signUp(email: string, password: string): Promise<SignedUp> {
    this.rejectWeak(password);
    const created = await this.createUser(email, password);
    // The password of a new account is checked too, so that response times do not reveal existing accounts. An existing
    // unverified account gets a new code.
    const [ownsAccount] = await Promise.all([this.isPasswordCorrect(email, password), created ? undefined : this.tryResendCode(email)]);
    if (created) return created;
    if (ownsAccount) {
      throw new Problem('user-exists', 'You already have an account with this address and password: sign in at /auth/signin.');
    }
    return { user_id: fakeCognitoSub(), confirmed: false, delivery: { medium: 'EMAIL', destination: maskEmail(email) } };
  }

  public async verify(email: string, code: string): Promise<void> {
    await this.client.send(new ConfirmSignUpCommand({ ClientId: this.clientId, Username: email, ConfirmationCode: code }))
      .catch((error: unknown) => { throw toProblem(error, CODE_ERRORS); });
  }

  public async resendCode(email: string): Promise<void> {
    await this.client.send(new ResendConfirmationCodeCommand({ ClientId: this.clientId, Username: email }))
      .catch((error: unknown) => this.hideFailure('no verification code was sent', error));
  }

  public async signIn(email: string, password: string): Promise<Tokens> {
    const result = await this.authenticate(email, password).catch((error: unknown) => { throw toProblem(error, SIGN_IN_ERRORS); });
    return { ...tokensOf(result), refresh_token: result.RefreshToken ?? '' };
  }

  public async refresh(refreshToken: string): Promise<RefreshedTokens> {
    const { AuthenticationResult } = await this.client.send(new InitiateAuthCommand({
      ClientId: this.clientId,
      AuthFlow: AuthFlowType.REFRESH_TOKEN_AUTH,
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    })).catch((error: unknown) => { throw toProblem(error, REFRESH_ERRORS); });
    return tokensOf(AuthenticationResult ?? {});
  }

  public async forgotPassword(email: string): Promise<void> {
    await this.client.send(new ForgotPasswordCommand({ ClientId: this.clientId, Username: email }))
      .catch((error: unknown) => this.hideFailure('no reset code was sent', error));
  }

  public async resetPassword(email: string, code: string, password: string): Promise<void> {
    this.rejectWeak(password);
    await this.client.send(new ConfirmForgotPasswordCommand({
      ClientId: this.clientId, Username: email, ConfirmationCode: code, Password: password,
    })).catch((error: unknown) => { throw toProblem(error, CODE_ERRORS); });
    await this.endSessions(email, password);
  }

  /** Revokes the refresh token and all access tokens issued with it. An unknown token counts as signed out. */
  public async signOut(refreshToken: string): Promise<void> {
    await this.client.send(new RevokeTokenCommand({ ClientId: this.clientId, Token: refreshToken })).catch((error: unknown) => {
      if (!['NotAuthorizedException', 'InvalidParameterException'].includes(errorName(error))) throw toProblem(error, SIGN_OUT_ERRORS);
    });
  }

  /** A password reset does not revoke refresh tokens, which an attacker may have obtained with the old password. */
  private async endSessions(email: string, password: string): Promise<void> {
    try {
      const { AccessToken } = await this.authenticate(email, password);
      await this.client.send(new GlobalSignOutCommand({ AccessToken }));
    } catch (error) {
      // Not an error for the caller: the new password is set, and the code cannot be used again.
      this.telemetry.error('the password was reset, but older sessions were not ended', error);
    }
  }

  private async authenticate(email: string, password: string): Promise<AuthenticationResultType> {
    const { AuthenticationResult } = await this.client.send(new InitiateAuthCommand({
      ClientId: this.clientId,
      AuthFlow: AuthFlowType.USER_PASSWORD_AUTH,
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }));
    // The password is correct, but Cognito requires a second factor, or a new password from an invited user.
    if (!AuthenticationResult) throw new Problem('forbidden', 'This account needs an additional sign-in step that this API does not support.');
    return AuthenticationResult;
  }

  /** @returns undefined if the address already has an account */
  private async createUser(email: string, password: string): Promise<SignedUp | undefined> {
    try {
      const { UserSub, UserConfirmed = false, CodeDeliveryDetails } = await this.client.send(new SignUpCommand({
        ClientId: this.clientId,
        Username: email,
        Password: password,
        UserAttributes: [{ Name: 'email', Value: email }],
      }));
      const medium = CodeDeliveryDetails?.DeliveryMedium ?? 'EMAIL';
      // Cognito's mask differs between pools, so an existing account's answer could not imitate it.
      const destination = medium === 'EMAIL' ? maskEmail(email) : CodeDeliveryDetails?.Destination ?? '';
      return { user_id: UserSub ?? '', confirmed: UserConfirmed, ...(!UserConfirmed && { delivery: { medium, destination } }) };
    } catch (error) {
      if (isExistingUser(error)) return undefined;
      this.countUndeliverable(error);
      throw toProblem(error, SIGN_UP_ERRORS);
    }
  }

  private async isPasswordCorrect(email: string, password: string): Promise<boolean> {
    return this.authenticate(email, password).then(() => true, (error: unknown) => error instanceof Problem);
  }

  /** For users who lost the first code. A failure, such as that of a verified address, must not show. */
  private async tryResendCode(email: string): Promise<void> {
    await this.resendCode(email).catch(() => undefined);
  }

  private rejectWeak(password: string): void {
    const message = brokenRules(password, this.passwordPolicy);
    if (message !== undefined) throw invalidRequest([{ field: 'password', message }]);
  }

  private countUndeliverable(error: unknown): void {
    if (isUndeliverable(error)) this.telemetry.count(Metric.MAILS_REFUSED);
  }

  /** @throws if every address would fail the same way: other errors would reveal whether this one has an account */
  private hideFailure(message: string, error: unknown): void {
    this.countUndeliverable(error);
    if (!dependsOnAddress(error)) throw toProblem(error, {});
    if (isExpected(error) && !isUndeliverable(error)) this.telemetry.info(message, { reason: errorName(error) });
    else this.telemetry.error(message, error);
  }
}

function tokensOf({ IdToken = '', AccessToken = '', ExpiresIn = 0 }: AuthenticationResultType): RefreshedTokens {
  return { token_type: 'Bearer', id_token: IdToken, access_token: AccessToken, expires_in: ExpiresIn };
}

/** `jane@example.com`: `j***@e***`. */
function maskEmail(email: string): string {
  const [first] = email;
  const [domain] = email.slice(email.lastIndexOf('@') + 1);
  return `${first}***@${domain}***`;
}

/**
 * A random user id that looks like Cognito's: a UUID with `70` where others have their version, and the variant bits 110.
 * It differs with each call, because two sign-ups with one new address would also get two ids.
 */
function fakeCognitoSub(): string {
  const hex = randomBytes(16).toString('hex');
  const variant = Number.parseInt(hex[16], 16) % 2 === 0 ? 'c' : 'd';
  return [hex.slice(0, 8), hex.slice(8, 12), `70${hex.slice(14, 16)}`, variant + hex.slice(17, 20), hex.slice(20)].join('-');
}
