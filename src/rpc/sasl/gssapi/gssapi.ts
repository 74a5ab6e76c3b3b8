import { AuthError, ProtocolError } from '../../../errors.js';
import type { SaslMechanism } from '../mechanism.js';
import type { SecurityLayer } from '../security-layer.js';
import { GssContext } from './context.js';
import { GssError } from './gss-error.js';
import { GssLayer } from './layer.js';
import type { GssLibrary } from './library.js';

/** The layers of RFC 4752, as it numbers them. */
const NO_LAYER = 1;
const CONFIDENTIALITY = 4;

/** The longest token that this side takes: a length of 3 bytes. */
const MAX_TOKEN = 0xffffff;

/** GSSAPI (RFC 4752): Kerberos, with the ticket that the user of this process has. */
export class Gssapi implements SaslMechanism {
  readonly name = 'GSSAPI';
  layer: SecurityLayer | undefined;
  readonly #context: GssContext;
  /** By which Kerberos knows the daemon. */
  readonly #service: string;
  readonly #secure: boolean;
  #complete = false;

  /**
   * @param hostname the daemon's, by which Kerberos knows it
   * @param secure whether the transport keeps secrets: else the layer must
   */
  constructor(library: GssLibrary, hostname: string, secure: boolean) {
    this.#service = `libvirt@${hostname}`;
    this.#context = this.#attempt(() => new GssContext(library, this.#service));
    this.#secure = secure;
  }

  get accepted(): boolean {
    return this.#context.complete;
  }

  get complete(): boolean {
    return this.#complete;
  }

  start(): Promise<Uint8Array> {
    return this.#next(null);
  }

  async step(challenge: Uint8Array | null): Promise<Uint8Array | null> {
    if (this.#complete) return null;
    const token = challenge ?? new Uint8Array();
    if (!this.#context.complete) return this.#next(token);
    const response = this.#attempt(() => this.#agree(token));
    this.#complete = true;
    return response;
  }

  end(): void {
    if (this.layer === undefined) this.#context.end();
  }

  async #next(token: Uint8Array | null): Promise<Uint8Array> {
    try {
      return await this.#context.step(token);
    } catch (error) {
      throw this.#failure(error);
    }
  }

  #attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.#failure(error);
    }
  }

  #failure(error: unknown): unknown {
    if (!(error instanceof GssError)) return error;
    return new AuthError(
      `Kerberos, for ${this.#service}: ${error.message}; klist shows the tickets that there are, and kinit gets one`,
      { reason: 'credentials', cause: error },
    );
  }

  /** Answers which layers the daemon offers, and the longest token that it takes. */
  #agree(token: Uint8Array): Uint8Array {
    const { bytes } = this.#context.unwrap(token);
    if (bytes.length !== 4) throw new ProtocolError(`the daemon offers layers in ${bytes.length} bytes: there are 4`);
    const offered = bytes.readUInt8();
    const wanted = this.#secure ? NO_LAYER : CONFIDENTIALITY;
    if ((offered & wanted) === 0 || (!this.#secure && !this.#context.protects)) {
      throw new AuthError(
        this.#secure
          ? 'the daemon wants a security layer within a connection that is secure without one'
          : 'the daemon does not encrypt by GSSAPI, and nothing else does on this connection',
        { reason: 'mechanism' },
      );
    }
    const answer = Buffer.alloc(4);
    if (!this.#secure) {
      this.layer = new GssLayer(this.#context, { maxSent: bytes.readUIntBE(1, 3), maxToken: MAX_TOKEN });
      answer.writeUIntBE(MAX_TOKEN, 1, 3);
    }
    answer.writeUInt8(wanted);
    return this.#context.wrap(answer, false);
  }
}
