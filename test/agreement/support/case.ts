import type { Connection } from '../../../src/index.js';
import type { Value } from './value.js';

/** The methods of a class. */
export type MethodOf<T> = { [M in keyof T]: T[M] extends (...args: never[]) => unknown ? M : never }[keyof T] & string;

type Signature<F> = F extends (...args: infer Args extends readonly unknown[]) => infer Result
  ? { args: Args; result: Awaited<Result> }
  : never;

/** How a method is called, and what of its result is compared. */
export interface Correspondence<Args extends readonly unknown[], Result> {
  /** The Python binding's name of it. */
  readonly python: string;
  readonly args?: Args | ((connection: Connection) => Promise<Args>);
  /** Those of the Python binding's; by default the same. */
  readonly theirArgs?: readonly unknown[] | (() => readonly unknown[]);
  /** This library's result in the Python binding's shape. */
  readonly ours?: (result: Result) => unknown;
  /** The Python binding's result in this library's shape. */
  readonly theirs?: (value: Value) => Value;
}

/** A call that both clients can make. */
export interface Case<T> {
  readonly method: MethodOf<T>;
  readonly python: string;
  readonly args: (connection: Connection) => readonly unknown[] | Promise<readonly unknown[]>;
  readonly theirArgs: () => readonly unknown[];
  readonly ours: (result: unknown) => unknown;
  readonly theirs: (value: Value) => Value;
}

/** Makes the cases of a class. */
export function casesOf<T>() {
  return <M extends MethodOf<T>>(
    method: M,
    how: Correspondence<Signature<T[M]>['args'], Signature<T[M]>['result']> | string,
  ): Case<T> => {
    const { python, args, theirArgs, ours, theirs } = typeof how === 'string' ? { python: how } : how;
    const sent = theirArgs ?? (typeof args === 'function' ? [] : (args ?? []));
    return {
      method,
      python,
      args: typeof args === 'function' ? args : () => args ?? [],
      theirArgs: typeof sent === 'function' ? sent : () => sent,
      ours: (ours as ((result: unknown) => unknown) | undefined) ?? ((result) => result),
      theirs: theirs ?? ((value) => value),
    };
  };
}
