import fc from 'fast-check';
import { load } from 'koffi';
import { describe, expect, it } from 'vitest';
import { formatUuid, parseUuid } from '../../src/protocol/uuid.js';

const libvirt = load('libvirt.so.0');
const virUUIDParse = libvirt.func('int virUUIDParse(const char *text, void *uuid)');

/** What libvirt makes of the text; `null` where it is no UUID. */
function parsedByLibvirt(text: string): Uint8Array | null {
  const uuid = Buffer.alloc(64);
  return virUUIDParse(text, uuid) === 0 ? new Uint8Array(uuid.subarray(0, 16)) : null;
}

function parsed(text: string): Uint8Array | null {
  try {
    return parseUuid('uuid', text);
  } catch {
    return null;
  }
}

const BYTES = Uint8Array.from(Buffer.from('c7a5fdbdedaf9455926ad65c16db1809', 'hex'));

describe('a UUID', () => {
  it.each([
    'c7a5fdbd-edaf-9455-926a-d65c16db1809',
    'C7A5FDBD-EDAF-9455-926A-D65C16DB1809',
    'c7a5fdbdedaf9455926ad65c16db1809',
    ' \t\nc7a5fdbd-edaf-9455-926a-d65c16db1809\r\f ',
    '--c7-a5 fd--bd edaf94-55926ad65c16db1809',
  ])('is read from %j', (text) => {
    expect(parseUuid('uuid', text)).toEqual(BYTES);
    expect(parsedByLibvirt(text)).toEqual(BYTES);
  });

  it.each([
    '',
    'c7a5fdbd-edaf-9455-926a-d65c16db180',
    'c7a5fdbd-edaf-9455-926a-d65c16db18099',
    'c7a5fdbd-edaf-9455-926a-d65c16db180g',
    'c-7a5fdbdedaf9455926ad65c16db1809',
    'c7a5fdbd-edaf-9455-926a-d65c16db1809-',
    '{c7a5fdbd-edaf-9455-926a-d65c16db1809}',
    'c7a5fdbd_edaf_9455_926a_d65c16db1809',
    '\u00a0c7a5fdbd-edaf-9455-926a-d65c16db1809',
    '\vc7a5fdbd-edaf-9455-926a-d65c16db1809',
  ])('is not read from %j', (text) => {
    expect(() => parseUuid('uuid', text)).toThrow(
      expect.objectContaining({
        name: 'TypeError',
        code: 'ERR_INVALID_ARG_VALUE',
        message: 'uuid must be a UUID of 32 hexadecimal digits',
      }),
    );
    expect(parsedByLibvirt(text)).toBeNull();
  });

  it.each([undefined, null, 5, BYTES])('is not read from %s', (value) => {
    expect(() => parseUuid('uuid', value as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }));
  });

  it('is read as libvirt reads it, whatever the text', () => {
    const pair = fc.oneof(
      { weight: 40, arbitrary: fc.constantFrom('c7', '0A', 'ff', '-c7', ' c7', '- -c7') },
      { weight: 1, arbitrary: fc.constantFrom('c', '', 'g0', '\t12', '--') },
    );
    const text = fc.tuple(fc.array(pair, { minLength: 15, maxLength: 17 }), fc.constantFrom('', ' ', '\n', '-'));
    fc.assert(
      fc.property(text, ([pairs, end]) => {
        expect(parsed(pairs.join('') + end)).toEqual(parsedByLibvirt(pairs.join('') + end));
      }),
      { numRuns: 2000 },
    );
  });

  it('is written in the canonical form', () => {
    expect(formatUuid(BYTES)).toBe('c7a5fdbd-edaf-9455-926a-d65c16db1809');
    const within = new Uint8Array(40).fill(9);
    within.set(BYTES, 11);
    expect(formatUuid(within.subarray(11, 27))).toBe('c7a5fdbd-edaf-9455-926a-d65c16db1809');
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        expect(parseUuid('uuid', formatUuid(bytes))).toEqual(bytes);
      }),
    );
  });

  it('costs no time that grows faster than the text', () => {
    const begun = performance.now();
    expect(parsed(`${' '.repeat(50_000)}x`)).toBeNull();
    expect(parsed('- '.repeat(50_000))).toBeNull();
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});
