/** What iterators that hold something have in common: they are to be ended, and `for await` and `await using` do that. */
export abstract class ClosingIterator<T> implements AsyncIterableIterator<T, undefined>, AsyncDisposable {
  abstract next(): Promise<IteratorResult<T, undefined>>;
  abstract return(): Promise<IteratorReturnResult<undefined>>;

  /** Ends it, as `return` does, and throws `error`. */
  // Not `Promise<never>`: for TypeScript, `for await` could not take what it iterates then.
  async throw(error?: unknown): Promise<IteratorReturnResult<undefined>> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}
