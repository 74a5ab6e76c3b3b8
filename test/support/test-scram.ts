import { type ScramHash, scramProofs } from '../../src/rpc/sasl/scram/keys.js';

const SALT = Buffer.from('salt');
const ITERATIONS = 4096;

/** What a server of SCRAM says to a client's messages. */
export class ScramServer {
  readonly #hash: ScramHash;
  readonly #password: string;
  #clientFirst = '';
  #first = '';

  constructor(hash: ScramHash, password: string) {
    this.#hash = hash;
    this.#password = password;
  }

  first(clientFirst: string): string {
    this.#clientFirst = clientFirst.slice('n,,'.length);
    const nonce = /r=(.*)$/u.exec(clientFirst)?.[1] ?? '';
    this.#first = `r=${nonce}server,s=${SALT.toString('base64')},i=${ITERATIONS}`;
    return this.#first;
  }

  /** @throws Error where the client's proof is wrong */
  async final(clientFinal: string): Promise<string> {
    const [withoutProof = '', proof = ''] = clientFinal.split(',p=');
    const messages = [this.#clientFirst, this.#first, withoutProof].join(',');
    const { client, server } = await scramProofs(
      this.#hash,
      this.#password,
      { salt: SALT, iterations: ITERATIONS },
      messages,
    );
    if (client.toString('base64') !== proof) throw new Error('authentication failed');
    return `v=${server.toString('base64')}`;
  }
}
