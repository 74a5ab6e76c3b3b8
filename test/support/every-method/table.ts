import type { MethodOf } from '../../agreement/support/case.js';

type ArgsOf<F> = F extends (...args: infer Args extends readonly unknown[]) => unknown ? Args : never;

/** Why a method is not called here. */
export interface Elsewhere {
  readonly because: string;
}

/** How every method of a class is called: with these arguments, or with those that an object makes. */
export type Calls<T> = {
  readonly [M in MethodOf<T>]?: ArgsOf<T[M]> | ((object: T) => ArgsOf<T[M]> | Promise<ArgsOf<T[M]>>) | Elsewhere;
};

/** An iterator asks for something when it is first asked. */
export const ITERATOR: Elsewhere = { because: 'an iterator over what other methods ask for' };
