import { invalidArgValue } from '../../errors.js';

/** The parameters that mean something to the client, whatever the transport: all others are the daemon's. */
const PARAMS = [
  'name',
  'command',
  'socket',
  'auth',
  'sshauth',
  'netcat',
  'keyfile',
  'pkipath',
  'known_hosts',
  'known_hosts_verify',
  'tls_priority',
  'mode',
  'proxy',
  'no_sanity',
  'no_verify',
  'no_tty',
  'authfile',
] as const;

type Param = (typeof PARAMS)[number];

/** Whether a parameter is the client's, however it is written. */
export function isParam(name: string): boolean {
  return (PARAMS as readonly string[]).includes(name.toLowerCase());
}

/** A URI's parameters, the client's by their names in small letters. */
export class Params {
  readonly #all: ReadonlyMap<string, string>;

  constructor(all: ReadonlyMap<string, string>) {
    this.#all = all;
  }

  /** What the daemon is to be told: `'?a=b&c=d'`, or nothing. */
  get others(): string {
    const pairs = [...this.#all].filter(([name]) => !isParam(name));
    const query = pairs.map((pair) => pair.map((text) => encodeURIComponent(text)).join('=')).join('&');
    return query === '' ? '' : `?${query}`;
  }

  string(name: Param): string | null {
    return this.#all.get(name) ?? null;
  }

  /** @throws TypeError for what is no number; every number but 0 is true */
  flag(name: Param): boolean {
    const text = this.#all.get(name);
    if (text === undefined) return false;
    if (!/^\s*[-+]?\d+$/u.test(text)) throw invalidArgValue('uri', `has ${name}=${text}: there are 0 and 1`);
    return Number(text) !== 0;
  }

  /** @throws TypeError for what is none of them, in whatever letters */
  choice<const T extends string>(name: Param, choices: readonly T[]): T | null {
    const text = this.#all.get(name)?.toLowerCase();
    if (text === undefined) return null;
    const found = choices.find((choice) => choice === text);
    if (found !== undefined) return found;
    throw invalidArgValue('uri', `has ${name}=${text}: there are ${choices.join(', ')}`);
  }
}
