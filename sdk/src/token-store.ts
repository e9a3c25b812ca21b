/** A signed-in user's tokens: plain JSON, so that any store can keep them. */
export interface Tokens {
  /** Sent with every call on images. */
  readonly idToken: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When `idToken` ends, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Where the tokens are kept between calls; every method may be asynchronous. */
export interface TokenStore {
  /** The tokens that were set last; `undefined` when nobody is signed in. */
  get(): Tokens | undefined | Promise<Tokens | undefined>;
  /** Keeps the tokens in place of those before. */
  set(tokens: Tokens): void | Promise<void>;
  /** Forgets the tokens: the user has signed out. */
  clear(): void | Promise<void>;
}

/** Keeps the tokens until the page or the process ends. The default. */
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

/** The part of `Storage` that is used; React Native's AsyncStorage has it too. */
export interface KeyValueStorage {
  /** `null` where there is none. */
  getItem(key: string): string | null | Promise<string | null>;
  /** May give a promise. */
  setItem(key: string, value: string): unknown;
  /** May give a promise. */
  removeItem(key: string): unknown;
}

/** Where in a storage the tokens are kept. */
export interface LocalStorageTokenStoreOptions {
  /** Name of the entry: two clients on one page need two. @default 'image-management-client' */
  readonly key?: string;
  /** Such as `sessionStorage`, or React Native's AsyncStorage. @default globalThis.localStorage */
  readonly storage?: KeyValueStorage;
}

/**
 * Keeps the tokens over page loads. Any script of the page's origin can read them: a page that runs foreign
 * scripts is safer with the memory store.
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

/** What another program or version left under the key counts as signed out, not as an error. */
function parseTokens(text: string): Tokens | undefined {
  try {
    const value = JSON.parse(text) as Partial<Tokens> | null;
    const complete = value && [value.idToken, value.accessToken, value.refreshToken].every((token) => typeof token === 'string');
    return complete && typeof value.expiresAt === 'number' ? (value as Tokens) : undefined;
  } catch {
    return undefined;
  }
}
