import { randomBytes, timingSafeEqual } from 'node:crypto';
import { AuthError } from '../../../errors.js';
import type { Login, SaslMechanism } from '../mechanism.js';
import { prepare } from '../prepare.js';
import { type ScramHash, scramProofs } from './keys.js';
import { decodeMessage, escapeName, parseServerFinal, parseServerFirst } from './messages.js';

const NAMES: Readonly<Record<ScramHash, string>> = {
  sha1: 'SCRAM-SHA-1',
  sha256: 'SCRAM-SHA-256',
  sha512: 'SCRAM-SHA-512',
};

/** No channel binding, which libvirt's daemons do not have, and nobody to act as. */
const HEADER = 'n,,';

/** What RFC 5802 and 7677 ask for at least, so that a server cannot learn a password by a cheap question. */
const MIN_ITERATIONS = 4096;
/** Some ten seconds of work: a server that asks for more wants to keep this side busy. */
const MAX_ITERATIONS = 10_000_000;

/**
 * SCRAM (RFC 5802, 7677), with the user name and the password prepared by SASLprep, as both say; or as they are, since
 * the SASL library of libvirt's daemons prepares neither.
 */
export class Scram implements SaslMechanism {
  readonly name: string;
  readonly #hash: ScramHash;
  readonly #login: Login;
  readonly #nonce: string;
  readonly #asIs: boolean;
  #firstBare = '';
  #state: 'first' | 'final' | 'complete' = 'first';
  /** What proves that the server knows the password. */
  #signature: Buffer = Buffer.alloc(0);

  /**
   * @param options `nonce`: printable ASCII without a comma, which nobody can guess; `asIs`: without string preparation
   */
  constructor(
    hash: ScramHash,
    login: Login,
    { nonce = randomBytes(24).toString('base64'), asIs = false }: { nonce?: string; asIs?: boolean } = {},
  ) {
    this.name = NAMES[hash];
    this.#hash = hash;
    this.#login = login;
    this.#nonce = nonce;
    this.#asIs = asIs;
  }

  get complete(): boolean {
    return this.#state === 'complete';
  }

  get accepted(): boolean {
    return this.complete;
  }

  async start(): Promise<Uint8Array> {
    const { username, password } = await this.#prepared();
    if (username === '' || password === '') {
      throw new AuthError('SCRAM allows no empty user name and no empty password', { reason: 'credentials' });
    }
    this.#firstBare = `n=${escapeName(username)},r=${this.#nonce}`;
    return Buffer.from(HEADER + this.#firstBare);
  }

  async otherForm(): Promise<Scram | null> {
    const { username, password } = await this.#prepared();
    const same = username === this.#login.username && password === this.#login.password;
    return same ? null : new Scram(this.#hash, this.#login, { asIs: true });
  }

  async #prepared(): Promise<Login> {
    const { username, password } = this.#login;
    if (this.#asIs) return this.#login;
    return { username: await prepare(username), password: await prepare(password) };
  }

  async step(challenge: Uint8Array | null): Promise<Uint8Array | null> {
    const message = decodeMessage(challenge ?? new Uint8Array());
    switch (this.#state) {
      case 'first':
        return this.#answer(message);
      case 'final':
        this.#verify(message);
        return null;
      default:
        return null;
    }
  }

  async #answer(serverFirst: string): Promise<Uint8Array> {
    const first = parseServerFirst(serverFirst);
    const { nonce, iterations } = first;
    if (!nonce.startsWith(this.#nonce) || nonce.length === this.#nonce.length) {
      throw new AuthError('the daemon did not take up the nonce of this login: its answer is to another one', {
        reason: 'proof',
      });
    }
    if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
      throw new AuthError(
        `the daemon asks for ${iterations} iterations for ${this.name}, and this library does ` +
          `${MIN_ITERATIONS} to ${MAX_ITERATIONS}; sasl_scram_iteration_counter of its SASL settings says how many`,
        { reason: 'mechanism' },
      );
    }
    const withoutProof = `c=${Buffer.from(HEADER).toString('base64')},r=${nonce}`;
    const { password } = await this.#prepared();
    const authMessage = `${this.#firstBare},${serverFirst},${withoutProof}`;
    const { client, server } = await scramProofs(this.#hash, password, first, authMessage);
    this.#signature = server;
    this.#state = 'final';
    return Buffer.from(`${withoutProof},p=${client.toString('base64')}`);
  }

  #verify(serverFinal: string): void {
    const final = parseServerFinal(serverFinal);
    if ('error' in final) {
      throw new AuthError(`the daemon did not accept the user name or the password: ${final.error}`, {
        reason: 'credentials',
      });
    }
    const { signature } = final;
    if (signature.length !== this.#signature.length || !timingSafeEqual(signature, this.#signature)) {
      throw new AuthError('the daemon did not prove that it knows the password: it may be somebody else', {
        reason: 'proof',
      });
    }
    this.#state = 'complete';
  }
}
