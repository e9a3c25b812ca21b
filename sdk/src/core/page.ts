/** One page of a listing. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Give it to `list({ cursor })` for the page after this one; absent on the last page. */
  readonly nextCursor?: string;
}

/**
 * A listing that is both: `await` it for one page, or `for await` it for every item of every page, fetched as
 * they are needed.
 */
export class Listing<T> implements PromiseLike<Page<T>>, AsyncIterable<T> {
  readonly #fetchPage: (cursor?: string) => Promise<Page<T>>;
  readonly #cursor: string | undefined;

  constructor(fetchPage: (cursor?: string) => Promise<Page<T>>, cursor?: string) {
    this.#fetchPage = fetchPage;
    this.#cursor = cursor;
  }

  then<Result = Page<T>, Failure = never>(
    onPage?: ((page: Page<T>) => Result | PromiseLike<Result>) | null,
    onError?: ((error: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Result | Failure> {
    return this.#fetchPage(this.#cursor).then(onPage, onError);
  }

  /** Every item, of this page and those after it. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    let cursor = this.#cursor;
    do {
      const page = await this.#fetchPage(cursor);
      yield* page.items;
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }
}
