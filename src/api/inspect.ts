import { inspect } from 'node:util';

/** Makes `console.log` and its like show the objects of a class by the members that `describe` names. */
export function inspectAs<T extends object>(
  prototype: T,
  describe: (object: T) => Readonly<Record<string, unknown>>,
): void {
  Object.defineProperty(prototype, inspect.custom, {
    configurable: true,
    value(this: T, _depth: number, options: object): string {
      return `${this.constructor.name} ${inspect(describe(this), options)}`;
    },
  });
}
