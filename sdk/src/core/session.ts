import { UnauthorizedError, isUnauthorizedError } from '../errors.js';
import type { TokenStore, Tokens } from '../token-store.js';
import type { Credentials } from './api.js';
import { stoppable } from './stoppable.js';

/** Called with the new tokens, or with `undefined` after a sign-out. */
export type AuthListener = (tokens: Tokens | undefined) => void;

/** Requests new tokens from the server. */
export type Refresher = (refreshToken: string) => Promise<Tokens>;

// Tokens are renewed this long before they expire, so that a slow call does not arrive with an expired one.
const RENEWAL_MARGIN = 60_000;

/** The signed-in user's tokens: renewed before they expire and after a rejection; concurrent callers share one renewal. */
export class Session implements Credentials {
  readonly #listeners = new Set<AuthListener>();
  readonly #store: TokenStore;
  readonly #refresher: Refresher;
  #refreshing: Promise<Tokens> | undefined;

  constructor(store: TokenStore, refresher: Refresher) {
    this.#store = store;
    this.#refresher = refresher;
  }

  async tokens(): Promise<Tokens | undefined> {
    return this.#store.get();
  }

  async start(tokens: Tokens): Promise<void> {
    await this.#store.set(tokens);
    this.#notify(tokens);
  }

  async end(): Promise<void> {
    await this.#store.clear();
    this.#notify(undefined);
  }

  onChange(listener: AuthListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async current(signal?: AbortSignal): Promise<string> {
    const tokens = await this.#require();
    if (tokens.expiresAt - Date.now() > RENEWAL_MARGIN) return tokens.idToken;
    try {
      return (await this.refresh(signal)).idToken;
    } catch (error) {
      // The current token is still valid: a short outage must not fail the call.
      if (signal?.aborted || isUnauthorizedError(error) || tokens.expiresAt <= Date.now()) throw error;
      return tokens.idToken;
    }
  }

  async renew(rejected: string, signal?: AbortSignal): Promise<string> {
    const tokens = await this.#require();
    // Another call, or another tab that shares the store, may have renewed them already.
    return tokens.idToken === rejected ? (await this.refresh(signal)).idToken : tokens.idToken;
  }

  /** The signal stops only this caller's wait: other callers may share the renewal. */
  async refresh(signal?: AbortSignal): Promise<Tokens> {
    return stoppable(signal, async () => (this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    })));
  }

  async #refresh(): Promise<Tokens> {
    const { refreshToken } = await this.#require();
    try {
      const fresh = await this.#refresher(refreshToken);
      // The user may have signed out meanwhile, or signed in as another user.
      if ((await this.#store.get())?.refreshToken !== refreshToken) return await this.#require();
      await this.start(fresh);
      return fresh;
    } catch (error) {
      if (isUnauthorizedError(error) && (await this.#store.get())?.refreshToken === refreshToken) await this.end();
      throw error;
    }
  }

  async #require(): Promise<Tokens> {
    const tokens = await this.#store.get();
    if (tokens) return tokens;
    throw new UnauthorizedError('No user is signed in. Call auth.signIn() first.', { code: 'not-signed-in', retryable: false });
  }

  #notify(tokens: Tokens | undefined): void {
    for (const listener of [...this.#listeners]) listener(tokens);
  }
}
