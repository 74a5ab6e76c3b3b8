import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TypedParamsMaker } from '../../src/api/typed-params/read.js';
import {
  type KnownTypes,
  readTypedParams,
  type TypedParamsInput,
  type TypedParamType,
  type TypedParamValue,
  typed,
  writeTypedParams,
} from '../../src/api/typed-params.js';
import type { remote_typed_param } from '../../src/protocol/generated/remote/index.js';

const NUMBERS: Readonly<Record<TypedParamType, number>> = {
  int: 1,
  uint: 2,
  llong: 3,
  ullong: 4,
  double: 5,
  boolean: 6,
  string: 7,
};

/** A value as it is read, with its type. */
const anyValue: fc.Arbitrary<[TypedParamType, TypedParamValue]> = fc.oneof(
  fc.tuple(fc.constant('int' as const), fc.integer()),
  fc.tuple(fc.constant('uint' as const), fc.integer({ min: 0, max: 2 ** 32 - 1 })),
  fc.tuple(fc.constant('llong' as const), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  fc.tuple(fc.constant('ullong' as const), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
  fc.tuple(fc.constant('double' as const), fc.double()),
  fc.tuple(fc.constant('boolean' as const), fc.boolean()),
  fc.tuple(fc.constant('string' as const), fc.string()),
);

const anyName = fc.oneof(
  fc.string(),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'vcpu.0.time', '0', '17'),
);

/** The one parameter that is written of one value. */
function written(value: TypedParamsInput[string], known: KnownTypes = {}): remote_typed_param['value'] | undefined {
  return writeTypedParams({ p: value }, known)[0]?.value;
}

describe('typed parameters', () => {
  it('are read as they were written, whatever they are called', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(anyName, anyValue), { selector: ([name]) => name }), (params) => {
        const known: KnownTypes = Object.fromEntries(params.map(([name, [type]]) => [name, type]));
        const input: TypedParamsInput = Object.fromEntries(params.map(([name, [, value]]) => [name, value]));
        const wire = writeTypedParams(input, known);
        expect(wire.map(({ field, value }) => [field, value.type])).toEqual(
          Object.keys(input).map((name) => [name, NUMBERS[known[name]!]]),
        );
        const read = readTypedParams(wire);
        expect(Object.entries(read)).toEqual(Object.entries(input));
        expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
      }),
    );
  });

  it('of several values with one name are an array, in their order, and are written from one', () => {
    fc.assert(
      fc.property(anyName, fc.array(anyValue, { minLength: 2 }), (name, values) => {
        const plain = values.map(([, value]) => value);
        const wire = values.map(([type, value]) => ({ field: name, value: encodeAs(type, value) }));
        const read = readTypedParams(wire);
        expect(Object.entries(read)).toEqual([[name, plain]]);
        const input = Object.fromEntries([[name, values.map(([type, value]) => typed[type](value as never))]]);
        expect(writeTypedParams(input, {})).toEqual(wire);
      }),
    );
  });

  it('pollute no prototype', () => {
    const wire = [...writeTypedParams(JSON.parse('{"__proto__": "a", "b": 1}'), {})];
    const read = readTypedParams([...wire, ...wire]);
    expect(Object.keys(read)).toEqual(['__proto__', 'b']);
    expect(Object.getOwnPropertyDescriptor(read, '__proto__')?.value).toEqual(['a', 'a']);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['b']).toBeUndefined();
  });

  it('have the type that the table has for their name, from a number or a bigint', () => {
    for (const type of ['int', 'uint'] as const) {
      for (const value of [5, 5n]) expect(written(value, { p: type })).toEqual({ type: NUMBERS[type], value: 5 });
    }
    for (const type of ['llong', 'ullong'] as const) {
      for (const value of [5, 5n]) expect(written(value, { p: type })).toEqual({ type: NUMBERS[type], value: 5n });
    }
    expect(written(5, { p: 'double' })).toEqual({ type: 5, value: 5 });
  });

  it('that no table knows have the type that follows from their value', () => {
    expect(written(5)).toEqual({ type: 1, value: 5 });
    expect(written(-(2 ** 31))).toEqual({ type: 1, value: -(2 ** 31) });
    expect(written(2 ** 31)).toEqual({ type: 2, value: 2 ** 31 });
    expect(written(2 ** 32)).toEqual({ type: 3, value: 2n ** 32n });
    expect(written(-(2 ** 31) - 1)).toEqual({ type: 3, value: -(2n ** 31n) - 1n });
    expect(written(0.5)).toEqual({ type: 5, value: 0.5 });
    expect(written(Number.NaN)).toEqual({ type: 5, value: Number.NaN });
    expect(written(5n)).toEqual({ type: 4, value: 5n });
    expect(written(-5n)).toEqual({ type: 3, value: -5n });
    expect(written(true)).toEqual({ type: 6, value: 1 });
    expect(written('x')).toEqual({ type: 7, value: 'x' });
    // What every object inherits is in no table.
    expect(writeTypedParams({ toString: 5 }, {})[0]?.value).toEqual({ type: 1, value: 5 });
  });

  it('have the type that the caller insists on, whatever the table says', () => {
    expect(written(typed.uint(5), { p: 'string' })).toEqual({ type: 2, value: 5 });
    expect(written(typed.llong(5))).toEqual({ type: 3, value: 5n });
    expect(written(typed.string('x'), { p: 'int' })).toEqual({ type: 7, value: 'x' });
  });

  it('that are undefined are left out', () => {
    expect(writeTypedParams({ a: undefined, b: 1, c: [] }, {}).map(({ field }) => field)).toEqual(['b']);
  });

  it.each<[TypedParamType, TypedParamValue, string]>([
    ['int', 2 ** 31, 'params.p must be an integer from -2147483648 to 2147483647; got 2147483648'],
    ['int', 0.5, 'params.p must be an integer'],
    ['int', 2n ** 60n + 1n, 'got 1152921504606846977n'],
    ['uint', -1, 'params.p must be an integer from 0 to 4294967295; got -1'],
    ['llong', 2n ** 63n, 'params.p must be an integer from -9223372036854775808 to 9223372036854775807'],
    ['ullong', -1, 'params.p must be an integer from 0 to 18446744073709551615; got -1'],
    ['ullong', 2 ** 53, 'params.p must be a bigint, or an integer that a number holds exactly'],
    ['ullong', 0.5, 'params.p must be a bigint, or an integer that a number holds exactly'],
  ])('of the type %s cannot be %s', (type, value, message) => {
    for (const write of [() => written(value, { p: type }), () => written(typed[type](value as never))]) {
      expect(write).toThrow(expect.objectContaining({ name: 'RangeError', code: 'ERR_OUT_OF_RANGE' }));
      expect(write).toThrow(message);
    }
  });

  it.each<[TypedParamType, unknown, string]>([
    ['int', '5', 'params.p must be a number or a bigint; got a string of 1 characters'],
    ['ullong', true, 'params.p must be a bigint or a number; got true'],
    ['double', 5n, 'params.p must be a number; got 5n'],
    ['boolean', 1, 'params.p must be a boolean; got 1'],
    ['string', 5, 'params.p must be a string; got 5'],
    ['string', null, 'params.p must be a string; got null'],
  ])('of the type %s are not made of %s', (type, value, message) => {
    const write = () => written(value as never, { p: type });
    expect(write).toThrow(expect.objectContaining({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' }));
    expect(write).toThrow(message);
  });

  it('are refused with their name, and a place in its array', () => {
    expect(() => writeTypedParams({ 'unix-user-id': null as never }, {})).toThrow(/^params\["unix-user-id"\] must be/);
    expect(() => writeTypedParams({ disks: ['vda', {} as never] }, {}, 'more')).toThrow(/^more\.disks\[1\] must be/);
    for (const params of [null, 5, [], undefined]) {
      expect(() => writeTypedParams(params as never, {})).toThrow(/^params must be an object/);
    }
  });

  it('do not show a secret that is refused', () => {
    expect(() => writeTypedParams({ p: 'hunter2' }, { p: 'int' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});

describe('the maker of many', () => {
  it('makes of each list what it would be alone', () => {
    const list = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', '__proto__', 'toString'), anyValue), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(fc.array(list), (lists) => {
        const maker = new TypedParamsMaker();
        const made = lists.map((one) =>
          maker.make(
            one.map(([name]) => name),
            one.map(([, [, value]]) => value),
          ),
        );
        const alone = lists.map((one) =>
          readTypedParams(one.map(([field, [type, value]]) => ({ field, value: encodeAs(type, value) }))),
        );
        expect(made.map((params) => Object.entries(params))).toEqual(alone.map((params) => Object.entries(params)));
        for (const params of made) expect(Object.getPrototypeOf(params)).toBe(Object.prototype);
      }),
    );
  });
});

function encodeAs(type: TypedParamType, value: TypedParamValue): remote_typed_param['value'] {
  return { type: NUMBERS[type], value: type === 'boolean' ? Number(value) : value } as remote_typed_param['value'];
}
