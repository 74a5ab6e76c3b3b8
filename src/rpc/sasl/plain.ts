import { AuthError } from '../../errors.js';
import type { Login, SaslMechanism } from './mechanism.js';

/** PLAIN (RFC 4616): the password itself. Whoever makes one sees to it that nobody else can read it. */
export class Plain implements SaslMechanism {
  readonly name = 'PLAIN';
  readonly accepted = false;
  readonly complete = true;
  readonly #login: Login;

  constructor(login: Login) {
    this.#login = login;
  }

  async start(): Promise<Uint8Array> {
    const { username, password } = this.#login;
    if (/^$|\0/u.test(username) || /^$|\0/u.test(password)) {
      throw new AuthError('PLAIN carries no empty user name or password, and no NUL character in one', {
        reason: 'credentials',
      });
    }
    return Buffer.from(`\0${username}\0${password}`);
  }

  async step(): Promise<null> {
    return null;
  }
}
