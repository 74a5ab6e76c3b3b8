import { type LibraryHandle, load } from 'koffi';

type CFunction = ReturnType<LibraryHandle['func']>;

/** `enum xdr_op`. */
const ENCODE = 0;
const DECODE = 1;
const FREE = 2;

/** `XDR`, on machines with 64-bit pointers: operation, table of functions, three pointers, bytes that are left. */
const XDR_SIZE = 48;
const LEFT = 40;

/** What the largest struct takes is a few hundred bytes: what it points to is allocated by libvirt. */
const ROOM = 64 * 1024;

const tirpc = load('libtirpc.so.3');
const createMemoryStream = tirpc.func('void xdrmem_create(void *xdrs, void *bytes, unsigned int size, int op)');

const libraries = ['libvirt.so.0', 'libvirt-admin.so.0'].map((name) => load(name));

/** libvirt's release as the C library tells it: 9000000 for 9.0.0. */
export const RELEASE: number = (() => {
  const release = Buffer.alloc(8);
  const getVersion = (libraries[0] as LibraryHandle).func(
    'int virGetVersion(void *release, void *type, void *typeVersion)',
  );
  if (getVersion(release, null, null) !== 0) throw new Error('virGetVersion failed');
  return Number(release.readBigUInt64LE());
})();

/** One of libvirt's own XDR routines. */
export class NativeCodec {
  readonly #call: CFunction;

  private constructor(call: CFunction) {
    this.#call = call;
  }

  /** `null` where the installed libraries export none for the type. */
  static find(type: string): NativeCodec | null {
    for (const library of libraries) {
      try {
        return new NativeCodec(library.func(`int xdr_${type}(void *xdrs, void *value)`));
      } catch {
        // Not in this one.
      }
    }
    return null;
  }

  /**
   * Decodes `bytes` and encodes what came of it again.
   *
   * @returns what it wrote, `null` if it does not take them, and how many of `bytes` it had read by then
   */
  roundTrip(bytes: Uint8Array): { readonly written: Buffer | null; readonly read: number } {
    const xdrs = Buffer.alloc(XDR_SIZE);
    const value = Buffer.alloc(ROOM);
    const input = Buffer.from(bytes);
    createMemoryStream(xdrs, input, input.length, DECODE);
    const decoded = this.#call(xdrs, value) !== 0;
    const read = input.length - xdrs.readUInt32LE(LEFT);
    let written: Buffer | null = null;
    if (decoded) {
      const output = Buffer.alloc(input.length + 64);
      createMemoryStream(xdrs, output, output.length, ENCODE);
      if (this.#call(xdrs, value) === 0) throw new Error('libvirt does not encode what it decoded');
      written = output.subarray(0, output.length - xdrs.readUInt32LE(LEFT));
    }
    createMemoryStream(xdrs, input, 0, FREE);
    this.#call(xdrs, value);
    return { written, read };
  }
}
