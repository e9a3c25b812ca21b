import type { Api } from '../core/api.js';
import type { AuthListener, Session } from '../core/session.js';
import type { Tokens } from '../token-store.js';
import type { CallOptions, SignUpResult } from '../types.js';
import { toSignUpResult, toTokens } from '../wire.js';
import type { WireRefreshToken, WireSignedUp, WireTokens } from '../wire.js';

/** An account's address. */
export interface Email {
  readonly email: string;
}

/** What an account is opened and entered with. */
export interface EmailAndPassword extends Email {
  readonly password: string;
}

/** What proves that an address is the user's own. */
export interface EmailAndCode extends Email {
  /** From the mail; spaces around it do no harm. */
  readonly code: string;
}

/** What a forgotten password is replaced with. */
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
   * Makes an account; a code is mailed to the address unless `confirmed` says that none is needed.
   *
   * @throws InvalidRequestError for a malformed address or a weak password, ApiError `user-exists`
   */
  async signUp({ email, password }: EmailAndPassword, options?: CallOptions): Promise<SignUpResult> {
    return toSignUpResult(await this.#post<WireSignedUp>('auth/signup', { email, password }, options));
  }

  /** Confirms the address with the mailed code: the account can then sign in. */
  async verify({ email, code }: EmailAndCode, options?: CallOptions): Promise<void> {
    await this.#post('auth/verify', { email, code: code.trim() }, options);
  }

  /** Mails a new code. Succeeds for every address, so that nobody can ask who has an account. */
  async resendCode({ email }: Email, options?: CallOptions): Promise<void> {
    await this.#post('auth/resend-code', { email }, options);
  }

  /**
   * Signs in, and keeps the tokens in the client's token store.
   *
   * @throws UnauthorizedError for an unknown address, a wrong password and an unverified address alike
   */
  async signIn({ email, password }: EmailAndPassword, options?: CallOptions): Promise<Tokens> {
    const wire = await this.#post<WireTokens>('auth/signin', { email, password }, options);
    const tokens = toTokens(wire, wire.refresh_token, Date.now());
    await this.#session.start(tokens);
    return tokens;
  }

  /**
   * Renews the tokens now. Seldom needed: calls renew them a minute before they end, and once after a refusal.
   *
   * @throws UnauthorizedError when nobody is signed in, or not any more
   */
  async refresh(options?: CallOptions): Promise<Tokens> {
    return this.#session.refresh(options?.signal);
  }

  /** Forgets the tokens, whatever happens, and ends their refresh token at the server. */
  async signOut(options?: CallOptions): Promise<void> {
    const tokens = await this.#session.tokens();
    if (!tokens) return;
    await this.#session.end();
    const body: WireRefreshToken = { refresh_token: tokens.refreshToken };
    await this.#post('auth/signout', body, options, true);
  }

  /** Mails a code for a new password. Succeeds for every address. */
  async forgotPassword({ email }: Email, options?: CallOptions): Promise<void> {
    await this.#post('auth/forgot-password', { email }, options);
  }

  /** Sets a new password with the code of `forgotPassword`. Does not sign in. */
  async confirmForgotPassword({ email, code, password }: NewPassword, options?: CallOptions): Promise<void> {
    await this.#post('auth/confirm-forgot-password', { email, code: code.trim(), password }, options);
  }

  /** The signed-in user's tokens, `undefined` when nobody is signed in. Asks the store, not the server. */
  async tokens(): Promise<Tokens | undefined> {
    return this.#session.tokens();
  }

  /**
   * Calls the listener at each sign-in, renewal and sign-out, a sign-in that ended at the server included.
   *
   * @returns a function that ends this
   */
  onChange(listener: AuthListener): () => void {
    return this.#session.onChange(listener);
  }

  async #post<T>(path: string, json: unknown, options?: CallOptions, idempotent = false): Promise<T> {
    return (await this.#api.call<T>({ method: 'POST', path, json, signal: options?.signal, idempotent })).body;
  }
}
