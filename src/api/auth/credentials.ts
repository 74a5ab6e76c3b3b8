import { AuthError } from '../../errors.js';
import type { KnownCredentials, SaslCredentials } from '../../rpc/sasl/credentials.js';
import type { Login } from '../../rpc/sasl/mechanism.js';
import type { Host } from '../uri/host.js';
import { readAuthFile } from './find-auth-file.js';
import type { AuthOptions, AuthPrompt } from './options.js';

/** What a URI says of who logs in. */
export interface UriCredentials {
  /** `'localhost'` where it names no host. */
  readonly hostname: string;
  readonly username: string | null;
  readonly authFile: string | null;
}

/** What is known without asking. */
interface Found {
  readonly username: string | null;
  readonly password: string | null;
}

/** The credentials of one connection: of its options, of its URI, of the file, and of whoever is asked, in this order. */
export class ConnectCredentials implements SaslCredentials {
  readonly #options: AuthOptions;
  readonly #uri: UriCredentials;
  readonly #host: Host;

  constructor(options: AuthOptions, uri: UriCredentials, host: Host) {
    this.#options = options;
    this.#uri = uri;
    this.#host = host;
  }

  async known(): Promise<KnownCredentials> {
    const { username, password } = await this.#known();
    return { username, hasPassword: password !== null };
  }

  async login(mechanism: string, signal: AbortSignal | undefined): Promise<Login> {
    const context = { host: this.#uri.hostname, mechanism, signal };
    const known = await this.#known();
    const username = known.username ?? (await this.#ask({ type: 'username', ...context }));
    const password = known.password ?? (await this.#ask({ type: 'password', username, ...context }));
    return { username, password };
  }

  async #known(): Promise<Found> {
    const { username: given, password = null } = this.#options;
    const file = await this.#inFile();
    const username = given ?? this.#uri.username ?? file.username;
    // A password in the file is that of the user in the file, where it names one.
    const mine = file.username === null || file.username === username;
    return { username, password: password ?? (mine ? file.password : null) };
  }

  /** What the file has now: a connection that is made again finds what was written there meanwhile. */
  async #inFile(): Promise<Found> {
    const { username, password, authfile } = this.#options;
    // Nothing is missing: the file may be as it likes.
    if (username !== undefined && password !== undefined && authfile === undefined) {
      return { username: null, password: null };
    }
    const { hostname, authFile } = this.#uri;
    const found = await readAuthFile(hostname, { authfile, uriAuthFile: authFile }, this.#host);
    // As the C client names them there.
    return { username: found.get('authname') ?? null, password: found.get('password') ?? null };
  }

  async #ask(prompt: AuthPrompt): Promise<string> {
    const what = prompt.type === 'username' ? 'user name' : 'password';
    const { prompt: callback } = this.#options;
    if (callback === undefined) {
      throw new AuthError(
        `${prompt.mechanism} needs a ${what}, and there is none: give options.auth, or write an auth.conf`,
        { reason: 'credentials' },
      );
    }
    prompt.signal?.throwIfAborted();
    const answer: unknown = await callback(prompt);
    if (typeof answer === 'string' && answer !== '') return answer;
    if (answer === null || answer === undefined || answer === '') {
      throw new AuthError(`options.auth gave no ${what}`, { reason: 'credentials' });
    }
    throw new TypeError(`options.auth must answer with a string for a ${what}`);
  }
}
