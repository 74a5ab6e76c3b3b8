import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProtocolError } from '../../src/errors.js';
import { measured } from './support/allocation.js';
import { arbitrary } from './support/arbitrary.js';
import { type DescribedType, TYPES } from './support/model.js';
import { NativeCodec } from './support/native-xdr.js';

/** What is decoded: a value, or the error that says why there is none. */
type Outcome = { readonly value: unknown } | { readonly error: unknown };

function decode({ codec }: DescribedType, bytes: Uint8Array): Outcome {
  try {
    return { value: codec.decode(bytes) };
  } catch (error) {
    return { error };
  }
}

/** Fails unless `bytes` are a value or a ProtocolError with a path that begins at the type, at a cost in proportion. */
function judge(type: DescribedType, bytes: Uint8Array): Outcome {
  const { result, excess } = measured(bytes.length, () => decode(type, bytes));
  if (excess > 0) expect.fail(`${excess} bytes too many were allocated for ${Buffer.from(bytes).toString('hex')}`);
  if ('error' in result) {
    const { error } = result;
    if (!(error instanceof ProtocolError)) throw error;
    if (error.path === null || !new RegExp(`^${type.name}($|[.[])`).test(error.path)) {
      expect.fail(`the path of '${error.message}' does not begin with ${type.name}`);
    }
  }
  return result;
}

/** A few values of the type, the largest first, as bytes. */
function samples({ name, codec }: DescribedType): Buffer[] {
  return fc
    .sample(arbitrary(name), { numRuns: 6, seed: 20_240_229 })
    .map((value) => Buffer.from(codec.encode(value)))
    .sort((a, b) => b.length - a.length);
}

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] as number) ^ (0x80 >> (bit & 7));
  return copy;
}

// Hundreds of thousands of errors are made here, and nobody looks at their stacks.
const { stackTraceLimit } = Error;
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

describe('a value or a ProtocolError', () => {
  it.each(TYPES)('$name: of every truncation', (type) => {
    for (const bytes of samples(type)) {
      for (let length = 0; length < bytes.length; length++) {
        expect(judge(type, bytes.subarray(0, length))).toHaveProperty('error');
      }
      expect(judge(type, Buffer.concat([bytes, Buffer.alloc(4)]))).toHaveProperty('error');
    }
  });

  it.each(TYPES)('$name: of every flipped bit', (type) => {
    // Of all its values would take minutes.
    const bytes = samples(type).find(({ length }) => length <= 400) ?? Buffer.alloc(0);
    for (let bit = 0; bit < 8 * bytes.length; bit++) judge(type, flipped(bytes, bit));
  });

  it.each(TYPES)('$name: of random bytes', (type) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        judge(type, bytes);
      }),
      { numRuns: 50 },
    );
  });
});

describe('what libvirt makes of the same bytes', () => {
  /** Of what libvirt takes, only what no libvirt sends is refused. */
  const STRICTER = /the padding is not zero|a boolean must be 0 or 1|bytes are left after the value|is none of/;

  const compared = TYPES.flatMap((type) => {
    const native = NativeCodec.find(type.name);
    return native === null ? [] : [{ ...type, native }];
  });

  it.each(compared)('$name', ({ native, ...type }) => {
    const [bytes = Buffer.alloc(0)] = samples(type);
    const bits = 8 * bytes.length;
    fc.assert(
      fc.property(fc.array(fc.nat(Math.max(0, bits - 1)), { minLength: 1, maxLength: 3 }), (places) => {
        const broken = places.filter((bit) => bit < bits).reduce(flipped, bytes);
        const ours = decode(type, broken);
        const theirs = native.roundTrip(broken);
        if ('error' in ours) {
          if (theirs.written !== null) expect((ours.error as Error).message).toMatch(STRICTER);
        } else {
          expect(theirs).toMatchObject({ read: broken.length });
          // A string with a NUL is shorter in C, one that is not UTF-8 does not come back.
          if (/\\0|\\u0000|\ufffd/.test(show(ours.value))) return;
          expect(theirs.written?.equals(type.codec.encode(ours.value))).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});

function show(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}` : part)) ?? '';
}
