import type { Api } from '../core/api.js';
import type { AuthListener, Session } from '../core/session.js';
import type { Tokens } from '../token-store.js';
import type { CallOptions, SignUpResult } from '../types.js';
import { toSignUpResult, toTokens } from '../wire.js';
import type { Schemas } from '../wire.js';

/** E-mail address of an account. */
export interface Email {
  readonly email: string;
}

/** Credentials of an account. */
export interface EmailAndPassword extends Email {
  readonly password: string;
}

/** Proof that an e-mail address belongs to the user. */
export interface EmailAndCode extends Email {
  /** From the e-mail; surrounding spaces are ignored. */
  readonly code: string;
}

/** Replaces a forgotten password. */
export interface NewPassword extends EmailAndCode {
  readonly password: string;
}

/** Accounts and sign-in: `client.auth`. Every method may throw `ApiError`, `NetworkError`, `TimeoutError`, `AbortError`. */
export class Auth {
  readonly #api: Api;
  readonly #session: Session;

  /** @internal */
  constructor(api: Api, session: Session) {
    this.#api = api;
    this.#session = session;
  }

  /**
   * Creates an account. The backend e-mails a code unless the result is `confirmed`.
   *
   * @throws InvalidRequestError for a malformed e-mail address or a weak password, ApiError `user-exists`
   */
  async signUp({ email, password }: EmailAndPassword, options?: CallOptions): Promise<SignUpResult> {
    return toSignUpResult(await this.#post<Schemas['SignedUp']>('auth/signup', { email, password }, options));
  }

  /** Confirms the e-mail address with the code: the account can then sign in. */
  async verify({ email, code }: EmailAndCode, options?: CallOptions): Promise<void> {
    await this.#post('auth/verify', { email, code: code.trim() }, options);
  }

  /** E-mails a new code. Succeeds for every address, so that it does not reveal who has an account. */
  async resendCode({ email }: Email, options?: CallOptions): Promise<void> {
    await this.#post('auth/resend-code', { email }, options);
  }

  /**
   * Signs in and stores the tokens in the token store.
   *
   * @throws UnauthorizedError for an unknown or unverified e-mail address or a wrong password, without saying which
   */
  async signIn({ email, password }: EmailAndPassword, options?: CallOptions): Promise<Tokens> {
    const wire = await this.#post<Schemas['Tokens']>('auth/signin', { email, password }, options);
    const tokens = toTokens(wire, wire.refresh_token, Date.now());
    await this.#session.start(tokens);
    return tokens;
  }

  /**
   * Renews the tokens now. Rarely needed: calls renew them a minute before they expire, and once after a rejection.
   *
   * @throws UnauthorizedError if no user is signed in or the sign-in has expired
   */
  async refresh(options?: CallOptions): Promise<Tokens> {
    return this.#session.refresh(options?.signal);
  }

  /** Removes the tokens from the store first, even if the call then fails, and revokes the refresh token at the server. */
  async signOut(options?: CallOptions): Promise<void> {
    const tokens = await this.#session.tokens();
    if (!tokens) return;
    await this.#session.end();
    const body: Schemas['RefreshToken'] = { refresh_token: tokens.refreshToken };
    await this.#post('auth/signout', body, options, true);
  }

  /** E-mails a code for a new password. Succeeds for every address. */
  async forgotPassword({ email }: Email, options?: CallOptions): Promise<void> {
    await this.#post('auth/forgot-password', { email }, options);
  }

  /** Sets a new password with the code of `forgotPassword`. Does not sign in. */
  async confirmForgotPassword({ email, code, password }: NewPassword, options?: CallOptions): Promise<void> {
    await this.#post('auth/confirm-forgot-password', { email, code: code.trim(), password }, options);
  }

  /** The tokens of the signed-in user from the token store, or `undefined`. */
  async tokens(): Promise<Tokens | undefined> {
    return this.#session.tokens();
  }

  /**
   * Calls the listener at each sign-in, renewal and sign-out, and when the server ends the sign-in.
   *
   * @returns a function that removes the listener
   */
  onChange(listener: AuthListener): () => void {
    return this.#session.onChange(listener);
  }

  async #post<T>(path: string, json: unknown, options?: CallOptions, idempotent = false): Promise<T> {
    return (await this.#api.call<T>({ method: 'POST', path, json, signal: options?.signal, idempotent })).body;
  }
}
