import {
  AuthenticationResultType,
  AuthFlowType,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  answering, CODE_ERRORS, isEveryday, isExistingUser, isRefusedMail, nameOf, REFRESH_ERRORS, SIGN_IN_ERRORS, SIGN_OUT_ERRORS,
  SIGN_UP_ERRORS, staysSilent,
} from './cognito-errors';
import { likeCognitoSub, maskEmail } from './disguise';
import { brokenRules } from './password-rule';
import type { PasswordPolicy } from '../../../src/contract/accounts';
import { Metric } from '../../../src/contract/environment';
import type { Telemetry } from '../../runtime/telemetry';
import { invalidRequest, Problem } from '../http/problem';
import type { RefreshedTokens, SignedUp, Tokens } from '../schemas/answers';

/**
 * The account calls, on Cognito's unauthenticated API. Answers never depend on whether an address has an account,
 * unless the caller has just proven to own it.
 */
export class Accounts {
  constructor(
    private readonly client: CognitoIdentityProviderClient,
    private readonly clientId: string,
    private readonly passwordPolicy: PasswordPolicy,
    private readonly telemetry: Telemetry,
  ) {}

  /** @throws Problem `user-exists` for the owner of the account alone: see docs/decisions/0002-existing-user-sign-up.md */
  public async signUp(email: string, password: string): Promise<SignedUp> {
    this.refuseWeak(password);
    const made = await this.createUser(email, password);
    // Cognito is asked for the password of a new account too, so that the answer comes neither sooner nor later than
    // that of an existing one. Of those that exist, the ones that were never verified get another code.
    const [ownsAccount] = await Promise.all([this.knowsPassword(email, password), made ? undefined : this.sendCodeAgain(email)]);
    if (made) return made;
    if (ownsAccount) {
      throw new Problem('user-exists', 'You already have an account with this address and password: sign in at /auth/signin.');
    }
    return { user_id: likeCognitoSub(), confirmed: false, delivery: { medium: 'EMAIL', destination: maskEmail(email) } };
  }

  public async verify(email: string, code: string): Promise<void> {
    await this.client.send(new ConfirmSignUpCommand({ ClientId: this.clientId, Username: email, ConfirmationCode: code }))
      .catch((error: unknown) => { throw answering(error, CODE_ERRORS); });
  }

  public async resendCode(email: string): Promise<void> {
    await this.client.send(new ResendConfirmationCodeCommand({ ClientId: this.clientId, Username: email }))
      .catch((error: unknown) => this.keepSilent('no verification code was sent', error));
  }

  public async signIn(email: string, password: string): Promise<Tokens> {
    const result = await this.authenticate(email, password).catch((error: unknown) => { throw answering(error, SIGN_IN_ERRORS); });
    return { ...tokensOf(result), refresh_token: result.RefreshToken ?? '' };
  }

  public async refresh(refreshToken: string): Promise<RefreshedTokens> {
    const { AuthenticationResult } = await this.client.send(new InitiateAuthCommand({
      ClientId: this.clientId,
      AuthFlow: AuthFlowType.REFRESH_TOKEN_AUTH,
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    })).catch((error: unknown) => { throw answering(error, REFRESH_ERRORS); });
    return tokensOf(AuthenticationResult ?? {});
  }

  public async forgotPassword(email: string): Promise<void> {
    await this.client.send(new ForgotPasswordCommand({ ClientId: this.clientId, Username: email }))
      .catch((error: unknown) => this.keepSilent('no reset code was sent', error));
  }

  public async resetPassword(email: string, code: string, password: string): Promise<void> {
    this.refuseWeak(password);
    await this.client.send(new ConfirmForgotPasswordCommand({
      ClientId: this.clientId, Username: email, ConfirmationCode: code, Password: password,
    })).catch((error: unknown) => { throw answering(error, CODE_ERRORS); });
    await this.endSessions(email, password);
  }

  /** Revokes the refresh token, and with it every access token that came of it. An unknown one is as good as signed out. */
  public async signOut(refreshToken: string): Promise<void> {
    await this.client.send(new RevokeTokenCommand({ ClientId: this.clientId, Token: refreshToken })).catch((error: unknown) => {
      if (!['NotAuthorizedException', 'InvalidParameterException'].includes(nameOf(error))) throw answering(error, SIGN_OUT_ERRORS);
    });
  }

  /** Whoever knew the old password may have signed in with it; Cognito lets those refresh tokens live on. */
  private async endSessions(email: string, password: string): Promise<void> {
    try {
      const { AccessToken } = await this.authenticate(email, password);
      await this.client.send(new GlobalSignOutCommand({ AccessToken }));
    } catch (error) {
      // The new password holds all the same, and the code cannot be used again.
      this.telemetry.error('the password was reset, but older sessions were not ended', error);
    }
  }

  private async authenticate(email: string, password: string): Promise<AuthenticationResultType> {
    const { AuthenticationResult } = await this.client.send(new InitiateAuthCommand({
      ClientId: this.clientId,
      AuthFlow: AuthFlowType.USER_PASSWORD_AUTH,
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }));
    // The password was right, but Cognito asks for more: a second factor, or a new password of an invited user.
    if (!AuthenticationResult) throw new Problem('forbidden', 'This account needs a further step to sign in that this API does not offer.');
    return AuthenticationResult;
  }

  /** @returns undefined where the address has an account */
  private async createUser(email: string, password: string): Promise<SignedUp | undefined> {
    try {
      const { UserSub, UserConfirmed = false, CodeDeliveryDetails } = await this.client.send(new SignUpCommand({
        ClientId: this.clientId,
        Username: email,
        Password: password,
        UserAttributes: [{ Name: 'email', Value: email }],
      }));
      const medium = CodeDeliveryDetails?.DeliveryMedium ?? 'EMAIL';
      // Cognito's own mask differs from pool to pool; the one of an existing account could not be made to match.
      const destination = medium === 'EMAIL' ? maskEmail(email) : CodeDeliveryDetails?.Destination ?? '';
      return { user_id: UserSub ?? '', confirmed: UserConfirmed, ...(!UserConfirmed && { delivery: { medium, destination } }) };
    } catch (error) {
      if (isExistingUser(error)) return undefined;
      this.noteMail(error);
      throw answering(error, SIGN_UP_ERRORS);
    }
  }

  private async knowsPassword(email: string, password: string): Promise<boolean> {
    return this.authenticate(email, password).then(() => true, (error: unknown) => error instanceof Problem);
  }

  /** For somebody whose first code was lost. Cognito refuses it to a verified address; no failure may show. */
  private async sendCodeAgain(email: string): Promise<void> {
    await this.resendCode(email).catch(() => undefined);
  }

  private refuseWeak(password: string): void {
    const message = brokenRules(password, this.passwordPolicy);
    if (message !== undefined) throw invalidRequest([{ field: 'password', message }]);
  }

  private noteMail(error: unknown): void {
    if (isRefusedMail(error)) this.telemetry.count(Metric.MAILS_REFUSED);
  }

  /** @throws where every address would fail alike: only then an error tells nothing about this one */
  private keepSilent(message: string, error: unknown): void {
    this.noteMail(error);
    if (!staysSilent(error)) throw answering(error, {});
    if (isEveryday(error) && !isRefusedMail(error)) this.telemetry.info(message, { reason: nameOf(error) });
    else this.telemetry.error(message, error);
  }
}

function tokensOf({ IdToken = '', AccessToken = '', ExpiresIn = 0 }: AuthenticationResultType): RefreshedTokens {
  return { token_type: 'Bearer', id_token: IdToken, access_token: AccessToken, expires_in: ExpiresIn };
}
