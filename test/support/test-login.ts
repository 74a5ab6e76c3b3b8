import { procedures, REMOTE_AUTH_SASL } from '../../src/protocol/generated/remote/index.js';
import type { Procedure } from '../../src/protocol/procedure.js';
import { type AuthMethod, type AuthSettings, authenticate } from '../../src/rpc/authenticate.js';
import { Progress } from '../../src/rpc/progress.js';
import type { SaslCredentials } from '../../src/rpc/sasl/credentials.js';
import type { Session } from '../../src/rpc/session.js';
import type { Received, TestPeer } from './test-peer.js';

const { AUTH_LIST, AUTH_SASL_INIT, AUTH_SASL_START, AUTH_SASL_STEP } = procedures;

/** What a daemon says, or a client: `null` is nothing, which is not the same as an empty message. */
export type Said = string | null;

/** What the daemon says to what the client has said. */
export type Answer = Said | Error | ((said: string) => Said | Error | Promise<Said | Error>);

const text = ({ nil, data }: { nil: number; data: Uint8Array }): Said =>
  nil !== 0 ? null : Buffer.from(data).toString();

/** A user whose password is known. */
export function known(username: string, password: string): SaslCredentials {
  return {
    known: async () => ({ username, hasPassword: true }),
    login: async () => ({ username, password }),
  };
}

/** Begins to log in as alice, whose password is `open sesame`. */
export function logIn(
  session: Session,
  settings: Partial<AuthSettings> = {},
  signal?: AbortSignal,
  progress = new Progress(),
): Promise<AuthMethod> {
  const whole = { method: null, mechanism: null, credentials: known('alice', 'open sesame'), hostname: 'localhost' };
  return authenticate(session, { ...whole, ...settings }, { signal }, progress);
}

/** The daemon's side of a login by SASL, in the hands of a test. */
export class LoginPeer {
  readonly #peer: TestPeer;

  constructor(peer: TestPeer) {
    this.#peer = peer;
  }

  /** Asks for SASL, by these mechanisms. */
  async offers(...mechanisms: readonly string[]): Promise<void> {
    this.#peer.reply(await this.#peer.next(), AUTH_LIST, { types: [REMOTE_AUTH_SASL] });
    await this.offersAgain(...mechanisms);
  }

  async offersAgain(...mechanisms: readonly string[]): Promise<void> {
    this.#peer.reply(await this.#peer.next(), AUTH_SASL_INIT, { mechlist: mechanisms.join(',') });
  }

  /** What the client begins with, which is answered. */
  async start(answer: Answer, complete = false): Promise<{ readonly mech: string; readonly said: Said }> {
    const call = await this.#peer.next();
    const args = this.#peer.args(call, AUTH_SASL_START);
    await this.#answer(call, AUTH_SASL_START, text(args), answer, complete);
    return { mech: args.mech, said: text(args) };
  }

  /** What the client says next, which is answered. */
  async step(answer: Answer, complete = false): Promise<Said> {
    const call = await this.#peer.next();
    const said = text(this.#peer.args(call, AUTH_SASL_STEP));
    await this.#answer(call, AUTH_SASL_STEP, said, answer, complete);
    return said;
  }

  async #answer<Args>(
    call: Received,
    procedure: Procedure<Args, { complete: number; nil: number; data: Uint8Array }>,
    said: Said,
    answer: Answer,
    complete: boolean,
  ): Promise<void> {
    const answered = typeof answer === 'function' ? await answer(said ?? '') : answer;
    if (answered instanceof Error) {
      this.#peer.fail(call, { code: 45, domain: 7, message: answered.message });
      return;
    }
    const nil = answered === null ? 1 : 0;
    this.#peer.reply(call, procedure, { complete: complete ? 1 : 0, nil, data: Buffer.from(answered ?? '') });
  }
}
