import { getHeapStatistics } from 'node:v8';

/** An input may cost so many times its size … */
const FACTOR = 40;
/** … and this much more: an error with its stack, what a first call compiles. */
const SLACK = 48 * 1024;

function used(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

/**
 * What `work` returns, and by how much it allocated more than an input of `size` bytes may cost: 0 if it did
 * not. What allocates once for other reasons, the compiler, is tried again.
 */
export function measured<T>(size: number, work: () => T): { readonly result: T; readonly excess: number } {
  let result: T;
  let excess: number;
  let tries = 0;
  do {
    const before = used();
    result = work();
    excess = Math.max(0, used() - before - FACTOR * size - SLACK);
  } while (excess > 0 && ++tries < 3);
  return { result, excess };
}
