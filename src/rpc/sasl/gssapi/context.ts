import { GssError } from './gss-error.js';
import type { GssLibrary } from './library.js';
import { Cell, GssMemory } from './memory.js';

/** A call's major status, less what only informs. */
const ERROR_BITS = 0xffff0000;
const CONTINUE_NEEDED = 1;

/** Both sides prove who they are; tokens have an order; they can be signed and encrypted. */
const MUTUAL = 2;
const SEQUENCE = 8;
const CONFIDENTIAL = 16;
const INTEGRITY = 32;
const FLAGS = MUTUAL | SEQUENCE | CONFIDENTIAL | INTEGRITY;

/** 1.2.840.113554.1.2.2, and below 1.2.840.113554.1.2.1 the type of names that are `service@host`. */
const KRB5 = Buffer.from('2a864886f712010202', 'hex');
const HOSTBASED_SERVICE = Buffer.from('2a864886f71201020104', 'hex');

const GSS_CODE = 1;
const MECH_CODE = 2;

/** A security context with a service, from this side. */
export class GssContext {
  readonly #library: GssLibrary;
  readonly #memory: GssMemory;
  #complete = false;
  #flags = 0;
  #busy = false;
  #ended = false;

  /**
   * @param service as `libvirt@host`
   * @throws GssError
   */
  constructor(library: GssLibrary, service: string) {
    this.#library = library;
    this.#memory = new GssMemory(library);
    const memory = this.#memory;
    memory.put(Cell.OID, HOSTBASED_SERVICE);
    const name = memory.put(Cell.INPUT, Buffer.from(service));
    this.#check(library.importName(memory.at(Cell.MINOR), name, memory.at(Cell.OID), memory.at(Cell.NAME)));
    memory.put(Cell.OID, KRB5);
  }

  get complete(): boolean {
    return this.#complete;
  }

  /**
   * The next token for the service. Empty: there is nothing to say.
   *
   * @param token the service's. `null`: it has not said anything yet
   * @throws GssError
   */
  async step(token: Uint8Array | null): Promise<Buffer> {
    const memory = this.#memory;
    const input = memory.put(Cell.INPUT, token ?? new Uint8Array());
    this.#busy = true;
    try {
      const status = await this.#library.initSecContext(
        ...[
          memory.at(Cell.MINOR),
          null,
          memory.at(Cell.CONTEXT),
          memory.pointer(Cell.NAME),
          memory.at(Cell.OID),
          FLAGS,
          0,
          null,
        ],
        ...[token === null ? null : input, null, memory.at(Cell.OUTPUT), memory.at(Cell.NUMBER), null],
      );
      const response = memory.take();
      this.#check(status);
      this.#complete = status !== CONTINUE_NEEDED;
      this.#flags = memory.number(Cell.NUMBER);
      return response;
    } finally {
      this.#busy = false;
      if (this.#ended) this.#release();
    }
  }

  /** Whether what is wrapped can be encrypted, and what comes out of order is noticed. Known once it is complete. */
  get protects(): boolean {
    return (this.#flags & FLAGS) === FLAGS;
  }

  /** @throws GssError */
  wrap(bytes: Uint8Array, encrypt: boolean): Buffer {
    const memory = this.#memory;
    const input = memory.put(Cell.INPUT, bytes);
    const context = memory.pointer(Cell.CONTEXT);
    this.#check(
      this.#library.wrap(memory.at(Cell.MINOR), context, encrypt ? 1 : 0, 0, input, null, memory.at(Cell.OUTPUT)),
    );
    return memory.take();
  }

  /** @throws GssError */
  unwrap(token: Uint8Array): { readonly bytes: Buffer; readonly encrypted: boolean } {
    const memory = this.#memory;
    const input = memory.put(Cell.INPUT, token);
    const context = memory.pointer(Cell.CONTEXT);
    const status = this.#library.unwrap(
      memory.at(Cell.MINOR),
      context,
      input,
      memory.at(Cell.OUTPUT),
      memory.at(Cell.NUMBER),
      null,
    );
    const bytes = memory.take();
    this.#check(status);
    // A token that was seen before, or that others were to precede, only informs of that.
    if (status !== 0) throw new GssError('a token came twice, or out of its order');
    return { bytes, encrypted: memory.number(Cell.NUMBER) !== 0 };
  }

  /** The most that can be encrypted into a token of so many bytes. @throws GssError */
  sizeLimit(token: number): number {
    const memory = this.#memory;
    const context = memory.pointer(Cell.CONTEXT);
    this.#check(this.#library.wrapSizeLimit(memory.at(Cell.MINOR), context, 1, 0, token, memory.at(Cell.NUMBER)));
    return memory.number(Cell.NUMBER);
  }

  /** Gives back what it holds, once nothing uses that. It is of no use after this. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (!this.#busy) this.#release();
  }

  #release(): void {
    const memory = this.#memory;
    this.#library.releaseName(memory.at(Cell.MINOR), memory.at(Cell.NAME));
    this.#library.deleteSecContext(memory.at(Cell.MINOR), memory.at(Cell.CONTEXT), null);
  }

  #check(status: number): void {
    if ((status & ERROR_BITS) === 0) return;
    const minor = this.#memory.number(Cell.MINOR);
    const texts = [this.#text(status, GSS_CODE), minor === 0 ? '' : this.#text(minor, MECH_CODE)];
    throw new GssError(texts.filter((text) => text !== '').join(': '));
  }

  #text(status: number, type: number): string {
    const memory = this.#memory;
    memory.put(Cell.OID, KRB5);
    memory.setNumber(Cell.NUMBER, 0);
    this.#library.displayStatus(
      memory.at(Cell.MINOR),
      status,
      type,
      memory.at(Cell.OID),
      memory.at(Cell.NUMBER),
      memory.at(Cell.OUTPUT),
    );
    return memory.take().toString();
  }
}
