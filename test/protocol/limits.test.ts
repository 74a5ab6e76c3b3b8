import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../src/errors.js';
import { measured } from './support/allocation.js';
import { codec, type DescribedType, TYPES } from './support/model.js';
import { NativeCodec } from './support/native-xdr.js';
import { reference } from './support/reference.js';
import { type Site, sites } from './support/sites.js';

/** Longer than this, what is as long as its limit is encoded once for each limit, not once for each place. */
const SHORT = 1024;

const bounded = TYPES.map((type) => ({ ...type, sites: sites(type.name) })).filter((type) => type.sites.length > 0);

/** One place for each of the greater limits. */
const LONG = [
  ...new Map(
    bounded.flatMap(({ name, sites: all }) =>
      all
        .filter(({ limit }) => limit > SHORT)
        .map((site) => [`${typeof site.make(0)} ${site.limit}`, { ...site, name, at: name + site.path }] as const),
    ),
  ).values(),
];

function failure(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** The XDR of a value that has so many elements at the site, 0 or 1, and announces others. */
function withLength({ name }: DescribedType, { make, within }: Site, length: number, elements = 0): Buffer {
  const empty = reference(name, within(make(0)));
  const one = reference(name, within(make(1)));
  const last = empty.findIndex((byte, index) => byte !== one[index]);
  const bytes = elements === 0 ? empty : one;
  bytes.writeUInt32BE(length, last - 3);
  return bytes;
}

describe('the limits', () => {
  it('are found in the description, everywhere', () => {
    const all = bounded.flatMap((type) => type.sites.map(({ path }) => type.name + path));
    expect(all).toContain('remote_domain_get_info_args.dom.uuid');
    expect(all).toContain('remote_connect_get_all_domain_stats_ret.retStats[0].params[0].value.s');
    expect(all).toContain('virNetMessageError.dom.name');
    expect(all.length).toBeGreaterThan(1500);
  });

  it.each(bounded)('$name: are kept when a value is encoded', (type) => {
    for (const { path, limit, fixed, make, within } of type.sites) {
      const range = fixed ? `${limit} (bytes|elements) long` : `at most ${limit} (bytes|characters|elements)`;
      for (const length of fixed ? [limit - 1, limit + 1] : [limit + 1]) {
        const error = failure(() => type.codec.encode(within(make(length))));
        expect(error).toBeInstanceOf(RangeError);
        expect(error).toMatchObject({
          code: 'ERR_OUT_OF_RANGE',
          message: expect.stringMatching(new RegExp(`^${quote(type.name + path)} must be ${range}; got ${length}$`)),
        });
      }
      const error = failure(() => type.codec.encode(within(7)));
      expect(error).toBeInstanceOf(TypeError);
      expect(error).toMatchObject({
        code: 'ERR_INVALID_ARG_TYPE',
        message: expect.stringMatching(new RegExp(`^${quote(type.name + path)} must be an? .*; got 7$`)),
      });
    }
  });

  it.each(bounded)('$name: are kept when bytes are decoded, and cost nothing', (type) => {
    for (const site of type.sites.filter(({ fixed }) => !fixed)) {
      const path = type.name + site.path;
      for (const length of [site.limit + 1, 0x80000000, 0xffffffff]) {
        const bytes = withLength(type, site, length);
        const { result, excess } = measured(bytes.length, () => failure(() => type.codec.decode(bytes)));
        expect(result).toBeInstanceOf(ProtocolError);
        expect(result).toMatchObject({
          path,
          message: expect.stringMatching(
            new RegExp(`^${quote(path)}: ${length} (bytes|elements) exceed the limit of ${site.limit}$`),
          ),
        });
        expect(excess).toBe(0);
      }
    }
  });

  it.each(bounded)('$name: can be reached, and what is announced and does not come costs nothing', (type) => {
    for (const site of type.sites.filter(({ fixed }) => !fixed)) {
      const bytes = withLength(type, site, site.limit);
      const { result, excess } = measured(bytes.length, () => failure(() => type.codec.decode(bytes)));
      expect(result).toMatchObject({ path: expect.any(String), message: expect.not.stringContaining('the limit') });
      expect(excess).toBe(0);
      if (site.limit > SHORT) continue;
      const value = site.within(site.make(site.limit));
      expect(type.codec.decode(type.codec.encode(value))).toEqual(value);
    }
  });

  it.each(LONG)('of $limit, as at $at, can be reached', ({ name, limit, make, within }) => {
    const value = within(make(limit));
    const bytes = codec(name).encode(value);
    expect(bytes.length).toBeGreaterThan(limit);
    expect(Buffer.from(codec(name).encode(codec(name).decode(bytes))).equals(bytes)).toBe(true);
  });

  const compared = bounded.flatMap((type) => {
    const native = NativeCodec.find(type.name);
    return native === null ? [] : [{ ...type, native }];
  });

  it.each(compared)('$name: are libvirt’s own', { timeout: 60_000 }, ({ native, ...type }) => {
    for (const site of type.sites.filter(({ fixed, make }) => !fixed && !isText(make(0)))) {
      if (site.array) {
        // Of an array that is too long libvirt reads nothing but the count; of any other, what is there.
        const one = (length: number) => withLength(type, site, length, 1);
        const place = native.roundTrip(one(0xffffffff)).read;
        expect(native.roundTrip(one(site.limit + 1)).read).toBe(place);
        expect(native.roundTrip(one(site.limit)).read).toBeGreaterThan(place);
      } else {
        const bytes = (length: number) => reference(type.name, site.within(site.make(length)));
        expect(native.roundTrip(bytes(site.limit)).written).not.toBeNull();
        expect(native.roundTrip(bytes(site.limit + 1)).written).toBeNull();
      }
    }
  });

  it('of text are libvirt’s own', () => {
    for (const { name, limit, make, within } of LONG.filter((site) => isText(site.make(0)))) {
      const native = NativeCodec.find(name);
      expect(native?.roundTrip(reference(name, within(make(limit)))).written).not.toBeNull();
      expect(native?.roundTrip(reference(name, within(make(limit + 1)))).written).toBeNull();
    }
  });
});

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function quote(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
