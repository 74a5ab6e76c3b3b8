import fc from 'fast-check';
import { isChar, TABLE, type Type, type TypeDefinition } from './model.js';

/** The longest array, string or opaque that is made at random. */
const LENGTH = 5;

const integer = (min: number, max: number) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(min, max, 0, Math.max(min, -1), 1) },
    { weight: 2, arbitrary: fc.integer({ min, max }) },
  );

const big = (min: bigint, max: bigint) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(min, max, 0n, 1n, max >> 32n, (max >> 32n) + 1n) },
    { weight: 2, arbitrary: fc.bigInt({ min, max }) },
  );

const BASIC: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  int: integer(-(2 ** 31), 2 ** 31 - 1),
  uint: integer(0, 2 ** 32 - 1),
  hyper: big(-(2n ** 63n), 2n ** 63n - 1n),
  uhyper: big(0n, 2n ** 64n - 1n),
  char: integer(-128, 127),
  uchar: integer(0, 255),
  short: integer(-32768, 32767),
  ushort: integer(0, 65535),
  double: fc.double(),
  bool: fc.boolean(),
};

/** Of one to four bytes a character, without the NUL at which C's strings end. */
const character = fc.oneof(
  fc.integer({ min: 1, max: 0x7f }),
  fc.integer({ min: 0x80, max: 0x7ff }),
  fc.integer({ min: 0x800, max: 0xd7ff }),
  fc.integer({ min: 0x10000, max: 0x10ffff }),
);

const ascii = fc.string({ unit: 'binary-ascii', maxLength: 40 }).map((text) => text.replaceAll('\0', '.'));

function text(max: number): fc.Arbitrary<string> {
  const any = fc
    .array(character, { maxLength: Math.min(LENGTH, Math.floor(max / 4)) })
    .map((points) => String.fromCodePoint(...points));
  return fc.oneof(
    any,
    ascii.filter((string) => string.length <= max),
  );
}

const bytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength });

const cache = new Map<string, fc.Arbitrary<unknown>>();

/** Values of a type, from the protocol's description: every arm, absent and present, empty and not, least and most. */
export function arbitrary(type: Type): fc.Arbitrary<unknown> {
  if (typeof type === 'string') {
    const basic = BASIC[type];
    if (basic !== undefined) return basic;
    const known = cache.get(type) ?? defined(TABLE.get(type));
    cache.set(type, known);
    return known;
  }
  switch (type.kind) {
    case 'string':
      return text(type.max.value);
    case 'opaque':
      return lengths(type.max.value, (min, max) => bytes(min, max));
    case 'fixed-opaque':
      return bytes(type.length.value, type.length.value);
    case 'array':
      if (isChar(type.of)) return lengths(type.max.value, (min, max) => bytes(min, max));
      return lengths(type.max.value, (minLength, maxLength) => fc.array(arbitrary(type.of), { minLength, maxLength }));
    case 'fixed-array': {
      const { value } = type.length;
      if (isChar(type.of)) return bytes(value, value);
      return fc.array(arbitrary(type.of), { minLength: value, maxLength: value });
    }
    case 'optional':
      return fc.option(arbitrary(type.of), { nil: null, freq: 3 });
  }
}

/** A few, and where the limit is small now and then as many as it allows. */
function lengths<T>(max: number, make: (min: number, max: number) => fc.Arbitrary<T>): fc.Arbitrary<T> {
  const few = make(0, Math.min(max, LENGTH));
  return max > 64 ? few : fc.oneof({ weight: 9, arbitrary: few }, { weight: 1, arbitrary: make(max, max) });
}

function defined(definition: TypeDefinition): fc.Arbitrary<unknown> {
  switch (definition.kind) {
    case 'typedef':
      return arbitrary(definition.type);
    case 'enum':
      return definition.open
        ? (BASIC['int'] as fc.Arbitrary<unknown>)
        : fc.constantFrom(...definition.members.map(({ value }) => value));
    case 'struct':
      return fc.record(Object.fromEntries(definition.fields.map(({ name, type }) => [name, arbitrary(type)])));
    case 'union':
      return fc.oneof(
        ...definition.arms.flatMap(({ cases, field }) =>
          cases.map(({ value }) =>
            fc.record({
              [definition.discriminant.name]: fc.constant(value),
              value: field === null ? fc.constant(null) : arbitrary(field.type),
            }),
          ),
        ),
      );
  }
}
