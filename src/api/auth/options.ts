import { invalidArgType, invalidArgValue } from '../../errors.js';
import { checkNames } from '../arguments.js';

interface PromptContext {
  /** The daemon's host: `'localhost'` where the URI names none. */
  readonly host: string;
  /** The SASL mechanism that needs it: `'SCRAM-SHA-256'`. */
  readonly mechanism: string;
  /** Fires when nobody waits for the answer any more. */
  readonly signal: AbortSignal | undefined;
}

/** A question for the user's name. */
export interface UsernamePrompt extends PromptContext {
  readonly type: 'username';
}

/** A question for a user's password. */
export interface PasswordPrompt extends PromptContext {
  readonly type: 'password';
  readonly username: string;
}

/** A question that a login asks; more types may come. */
export type AuthPrompt = UsernamePrompt | PasswordPrompt;

/** Answers a question. `null` or `undefined`: there is no answer, and the login is given up. */
export type AuthCallback = (prompt: AuthPrompt) => string | null | undefined | Promise<string | null | undefined>;

/** What a connection's user logs in with, where its daemon asks for that. */
export interface AuthOptions {
  /** Default: the user in the URI, else `authname` of the auth.conf, else what `prompt` answers. */
  readonly username?: string | undefined;
  /** Default: `password` of the auth.conf, else what `prompt` answers. */
  readonly password?: string | undefined;
  /**
   * The SASL mechanism: `'SCRAM-SHA-256'`. Default: the one that the URI names by `auth=sasl.MECHANISM`, else the best that the
   * daemon offers. With a password at hand that is SCRAM-SHA-512, SCRAM-SHA-256, SCRAM-SHA-1, PLAIN, EXTERNAL, GSSAPI;
   * without one it is EXTERNAL, GSSAPI, and then those that `prompt` is asked for. Over a network without encryption it
   * is GSSAPI alone. ANONYMOUS is used only where it is named.
   */
  readonly mechanism?: string | undefined;
  /**
   * A file with users and passwords, as [auth.conf](https://libvirt.org/auth.html#client-configuration) is. Default: that of
   * the environment's `LIBVIRT_AUTH_FILE`, else that of the URI's `authfile`, else `auth.conf` among the user's settings,
   * else `/etc/libvirt/auth.conf`.
   */
  readonly authfile?: string | undefined;
  /** Asked for what nothing else tells. */
  readonly prompt?: AuthCallback | undefined;
}

const STRINGS = ['username', 'password', 'mechanism', 'authfile'] as const;
const NAMES: readonly string[] = [...STRINGS, 'prompt'];

/**
 * `options.auth`, checked.
 *
 * @throws TypeError, which shows nothing of what was given
 */
export function authOptionsOf(auth: AuthOptions | AuthCallback | undefined): AuthOptions {
  if (auth === undefined) return {};
  if (typeof auth === 'function') return { prompt: auth };
  if (typeof auth !== 'object' || auth === null) {
    throw invalidArgType('options.auth', 'an object or a function', auth);
  }
  checkNames(auth, NAMES, 'options.auth');
  for (const name of STRINGS) {
    const value: unknown = auth[name];
    if (value === undefined) continue;
    if (typeof value !== 'string') throw invalidArgType(`options.auth.${name}`, 'a string', value);
    if (value === '') throw invalidArgValue(`options.auth.${name}`, 'is empty');
    if (value.includes('\0')) throw invalidArgValue(`options.auth.${name}`, 'has a NUL character');
  }
  if (auth.prompt !== undefined && typeof auth.prompt !== 'function') {
    throw invalidArgType('options.auth.prompt', 'a function', auth.prompt);
  }
  return auth;
}
