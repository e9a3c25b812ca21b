/** One page of a listing. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Pass it to `list({ cursor })` for the next page; absent on the last page. */
  readonly nextCursor?: string;
}

/** `await` it for one page, or iterate with `for await` over every item: pages are fetched as needed. */
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

  /** Every item, from this page on. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    let cursor = this.#cursor;
    do {
      const page = await this.#fetchPage(cursor);
      yield* page.items;
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }
}
