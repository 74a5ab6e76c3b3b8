import type { GssLibrary } from './library.js';

const POINTER = 8;

/**
 * Where what is. `INPUT` and `OUTPUT` are `gss_buffer_desc`s: a length, and an address. `OID` is a `gss_OID_desc`, which is
 * laid out alike, with a shorter length.
 */
export const Cell = { MINOR: 0, CONTEXT: 8, NAME: 16, NUMBER: 24, INPUT: 32, OUTPUT: 48, OID: 64, UNUSED: 80 } as const;

const SIZE = 88;

/** Memory that GSS-API reads and writes. An `ArrayBuffer` of its own is never moved. */
export class GssMemory {
  readonly #library: GssLibrary;
  readonly #view: DataView;
  readonly #address: bigint;
  /** What a descriptor leads to must not be collected while it does. */
  readonly #kept = new Map<number, Uint8Array>();

  constructor(library: GssLibrary) {
    const memory = new Uint8Array(new ArrayBuffer(SIZE));
    this.#library = library;
    this.#view = new DataView(memory.buffer);
    this.#address = library.addressOf(memory);
  }

  at(cell: number): bigint {
    return this.#address + BigInt(cell);
  }

  pointer(cell: number): bigint {
    return this.#view.getBigUint64(cell, true);
  }

  number(cell: number): number {
    return this.#view.getUint32(cell, true);
  }

  setNumber(cell: number, value: number): void {
    this.#view.setUint32(cell, value, true);
  }

  /** Has a descriptor lead to a copy of bytes. */
  put(cell: number, bytes: Uint8Array): bigint {
    const copy = new Uint8Array(new ArrayBuffer(Math.max(bytes.length, 1)));
    copy.set(bytes);
    this.#kept.set(cell, copy);
    this.#view.setBigUint64(cell, BigInt(bytes.length), true);
    this.#view.setBigUint64(cell + POINTER, this.#library.addressOf(copy), true);
    return this.at(cell);
  }

  /** What the library has left in the output's descriptor, which is empty after this. */
  take(): Buffer {
    const length = Number(this.pointer(Cell.OUTPUT));
    const address = this.#view.getBigUint64(Cell.OUTPUT + POINTER, true);
    const bytes = length === 0 ? Buffer.alloc(0) : this.#library.copy(address, length);
    // The minor status of what left this here is still of use.
    this.#library.releaseBuffer(this.at(Cell.UNUSED), this.at(Cell.OUTPUT));
    return bytes;
  }
}
