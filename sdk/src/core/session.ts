import { UnauthorizedError, isUnauthorizedError } from '../errors.js';
import type { TokenStore, Tokens } from '../token-store.js';
import type { Credentials } from './api.js';
import { stoppable } from './stoppable.js';

/** Called with the new tokens, or with `undefined` when nobody is signed in any more. */
export type AuthListener = (tokens: Tokens | undefined) => void;

/** Asks the server for fresh tokens. */
export type Refresher = (refreshToken: string) => Promise<Tokens>;

// Tokens are renewed this long before they end: a slow call must not arrive with a dead one.
const EARLY = 60_000;

/** The signed-in user's tokens: renewed before they end and after a refusal, once for any number of callers. */
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
    this.#tell(tokens);
  }

  async end(): Promise<void> {
    await this.#store.clear();
    this.#tell(undefined);
  }

  onChange(listener: AuthListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async current(signal?: AbortSignal): Promise<string> {
    const tokens = await this.#require();
    if (tokens.expiresAt - Date.now() > EARLY) return tokens.idToken;
    try {
      return (await this.refresh(signal)).idToken;
    } catch (error) {
      // Renewing early is a precaution: a short outage must not fail a call whose token still counts.
      if (signal?.aborted || isUnauthorizedError(error) || tokens.expiresAt <= Date.now()) throw error;
      return tokens.idToken;
    }
  }

  async renew(refused: string, signal?: AbortSignal): Promise<string> {
    const tokens = await this.#require();
    // Another call, or another tab on the same store, was quicker.
    return tokens.idToken === refused ? (await this.refresh(signal)).idToken : tokens.idToken;
  }

  /** The signal ends this caller's waiting alone: the renewal goes on for the others. */
  async refresh(signal?: AbortSignal): Promise<Tokens> {
    return stoppable(signal, async () => (this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    })));
  }

  async #refresh(): Promise<Tokens> {
    const { refreshToken } = await this.#require();
    try {
      const fresh = await this.#refresher(refreshToken);
      // Whoever signed out, or in as another user, meanwhile stays so.
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
    throw new UnauthorizedError('Nobody is signed in: call auth.signIn() first.', { code: 'not-signed-in', retryable: false });
  }

  #tell(tokens: Tokens | undefined): void {
    for (const listener of [...this.#listeners]) listener(tokens);
  }
}
