/** Descriptors that are only numbers: each is open until it is closed, once. */
export class Ledger {
  readonly #open = new Set<number>();
  #next = 1000;

  get size(): number {
    return this.#open.size;
  }

  open(): number {
    this.#next++;
    this.#open.add(this.#next);
    return this.#next;
  }

  /** @throws Error for one that is not open: a number that another file may have by then */
  close(fds: readonly number[]): void {
    for (const fd of fds) if (!this.#open.delete(fd)) throw new Error(`the descriptor ${fd} was closed twice`);
  }
}
