import type { SaslMechanism } from './mechanism.js';

/** A mechanism whose one message proves nothing. */
class Unproven implements SaslMechanism {
  readonly name: string;
  readonly accepted = true;
  readonly complete = true;
  readonly #response: string;

  constructor(name: string, response: string) {
    this.name = name;
    this.#response = response;
  }

  async start(): Promise<Uint8Array> {
    return Buffer.from(this.#response);
  }

  async step(): Promise<null> {
    return null;
  }
}

/** EXTERNAL (RFC 4422): the transport has told the daemon who this is. */
export function external(): SaslMechanism {
  return new Unproven('EXTERNAL', '');
}

/** ANONYMOUS (RFC 4505). @param trace what the daemon may write down of who this is: not empty, which its SASL library takes for nothing said */
export function anonymous(trace: string): SaslMechanism {
  return new Unproven('ANONYMOUS', trace);
}
