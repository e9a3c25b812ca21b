/** Tokens of a signed-in user: plain JSON, which any store can hold. */
export interface Tokens {
  /** Sent with every image call. */
  readonly idToken: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When `idToken` expires, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Stores the tokens between calls; every method may be asynchronous. */
export interface TokenStore {
  /** The stored tokens, or `undefined` if no user is signed in. */
  get(): Tokens | undefined | Promise<Tokens | undefined>;
  /** Replaces the stored tokens. */
  set(tokens: Tokens): void | Promise<void>;
  /** Removes the tokens after a sign-out. */
  clear(): void | Promise<void>;
}

/** The default: keeps the tokens in memory. */
export class MemoryTokenStore implements TokenStore {
  #tokens: Tokens | undefined;

  get(): Tokens | undefined {
    return this.#tokens;
  }

  set(tokens: Tokens): void {
    this.#tokens = tokens;
  }

  clear(): void {
    this.#tokens = undefined;
  }
}

/** The subset of `Storage` that the token store uses; React Native's AsyncStorage also fits. */
export interface KeyValueStorage {
  /** Returns `null` for a missing key. */
  getItem(key: string): string | null | Promise<string | null>;
  /** May return a promise. */
  setItem(key: string, value: string): unknown;
  /** May return a promise. */
  removeItem(key: string): unknown;
}

/** Options of `LocalStorageTokenStore`. */
export interface LocalStorageTokenStoreOptions {
  /** Key of the entry; two clients on one page need different keys. @default 'image-management-client' */
  readonly key?: string;
  /** For example `sessionStorage` or React Native's AsyncStorage. @default globalThis.localStorage */
  readonly storage?: KeyValueStorage;
}

/**
 * Keeps the tokens across page loads. Any script of the page's origin can read them: use `MemoryTokenStore` on a page
 * that runs third-party scripts.
 */
export class LocalStorageTokenStore implements TokenStore {
  readonly #key: string;
  readonly #storage: KeyValueStorage;

  constructor(options: LocalStorageTokenStoreOptions = {}) {
    const storage = options.storage ?? (globalThis as { localStorage?: KeyValueStorage }).localStorage;
    if (!storage) throw new TypeError('LocalStorageTokenStore needs localStorage, or a `storage` with getItem, setItem and removeItem.');
    this.#key = options.key ?? 'image-management-client';
    this.#storage = storage;
  }

  async get(): Promise<Tokens | undefined> {
    const text = await this.#storage.getItem(this.#key);
    return text === null ? undefined : parseTokens(text);
  }

  async set(tokens: Tokens): Promise<void> {
    await this.#storage.setItem(this.#key, JSON.stringify(tokens));
  }

  async clear(): Promise<void> {
    await this.#storage.removeItem(this.#key);
  }
}

/** An invalid entry, from another program or version, means signed out. */
function parseTokens(text: string): Tokens | undefined {
  try {
    const value = JSON.parse(text) as Partial<Tokens> | null;
    const complete = value && [value.idToken, value.accessToken, value.refreshToken].every((token) => typeof token === 'string');
    return complete && typeof value.expiresAt === 'number' ? (value as Tokens) : undefined;
  } catch {
    return undefined;
  }
}
