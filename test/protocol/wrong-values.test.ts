import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitrary } from './support/arbitrary.js';
import { TYPES } from './support/model.js';

/** Of every kind that JavaScript has, and near misses. */
const WRONG: readonly unknown[] = [
  undefined,
  null,
  true,
  Symbol('symbol'),
  5n,
  2n ** 70n,
  -1,
  1.5,
  2 ** 40,
  Number.NaN,
  '',
  '5',
  'a\0b',
  '\ud800',
  [],
  [undefined],
  {},
  Object.create(null),
  { type: 99, value: 0 },
  { type: 1 },
  () => 0,
  new Date(0),
  new Uint8Array(3),
  new Uint16Array(16),
  new ArrayBuffer(16),
];

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** Every member of every object in a value. */
function places(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...places(holder[key])]);
}

describe('a value that is not of its type', () => {
  it.each(TYPES)('$name: is refused as Node refuses arguments, or was of the type after all', ({ name, codec }) => {
    fc.assert(
      fc.property(arbitrary(name), fc.nat(), fc.constantFrom(...WRONG), (right, choice, wrong) => {
        const root = { value: right };
        const all = places(root);
        const { holder, key } = all[choice % all.length] as Place;
        holder[key] = wrong;
        try {
          expect(Buffer.from(codec.encode(codec.decode(codec.encode(root.value))))).toEqual(
            Buffer.from(codec.encode(root.value)),
          );
        } catch (error) {
          expect(error instanceof TypeError || error instanceof RangeError, String(error)).toBe(true);
          expect((error as { code?: string }).code).toMatch(/^ERR_(INVALID_ARG_TYPE|INVALID_ARG_VALUE|OUT_OF_RANGE)$/);
          expect((error as Error).message).toMatch(new RegExp(`^${name}($|[. []).*must`));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is not decoded from anything but bytes', () => {
    for (const { codec } of TYPES) {
      for (const wrong of [undefined, null, '0000', [0, 0, 0, 0], new ArrayBuffer(4), new Uint16Array(2)]) {
        expect(() => codec.decode(wrong as never)).toThrow(
          expect.objectContaining({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' }),
        );
      }
    }
  });
});
