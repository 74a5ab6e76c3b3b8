import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { errorDomains, errorLevels } from '../../../src/protocol/generated/errors.js';
import { plainOf, type Value } from './value.js';

/** Debian's, which finds Debian's python3-libvirt. */
const PYTHON = '/usr/bin/python3';

const PROGRAM = fileURLToPath(new URL('peer.py', import.meta.url));

/** A method of the Python binding's, and its arguments. */
export type Step = readonly [method: string, args: readonly unknown[]];

/** An error, as both clients can say it. */
export interface Failure {
  readonly errno: number;
  readonly domain: string;
  readonly level: string;
  readonly message: string;
  readonly str1: string | null;
  readonly str2: string | null;
  readonly str3: string | null;
  readonly int1: number;
  readonly int2: number;
}

/** What came of a call. */
export type Outcome = { readonly value: Value } | { readonly error: Failure };

interface WrittenError extends Omit<Failure, 'domain' | 'level'> {
  readonly domain: number;
  readonly level: number;
}

type Answer = { readonly value: unknown } | { readonly error: WrittenError } | { readonly failure: string };

type Tagged =
  | { readonly $: 'int' | 'bytes'; readonly value: string }
  | { readonly $: 'dict'; readonly value: readonly (readonly [unknown, unknown])[] }
  | { readonly $: 'object'; readonly class: string; readonly value: Readonly<Record<string, unknown>> };

/** libvirt's own client: a Python program that is connected to a daemon, and says what the daemon says to it. */
export class Peer {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;
  #last: Promise<unknown> = Promise.resolve();

  static async start(uri: string): Promise<Peer> {
    const peer = new Peer(uri);
    await peer.#answer();
    return peer;
  }

  private constructor(uri: string) {
    this.#process = spawn(PYTHON, [PROGRAM, uri], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /** Calls each method on what the one before has returned: the first on the connection. */
  ask(path: readonly Step[]): Promise<Outcome> {
    const answer = this.#last.then(() => {
      this.#process.stdin.write(`${JSON.stringify(path.map(([method, args]) => [method, args.map(written)]))}\n`);
      return this.#answer();
    });
    this.#last = answer.catch(() => {});
    return answer;
  }

  async stop(): Promise<void> {
    const closed = once(this.#process, 'close');
    this.#process.stdin.end();
    await closed;
  }

  async #answer(): Promise<Outcome> {
    const { done, value: line } = await this.#lines.next();
    if (done) throw new Error('the Python client has ended: is python3-libvirt installed?');
    const answer = JSON.parse(line) as Answer;
    if ('failure' in answer) throw new Error(`the Python client failed: ${answer.failure}`);
    if ('value' in answer) return { value: read(answer.value) };
    const { errno, domain, level, message, str1, str2, str3, int1, int2 } = answer.error;
    const names = { domain: errorDomains[domain] ?? `${domain}`, level: errorLevels[level] ?? `${level}` };
    return { error: { errno, ...names, message, str1, str2, str3, int1, int2 } };
  }
}

/** An object of the Python binding's as an argument. */
export class Reference {
  readonly path: readonly Step[];

  constructor(path: readonly Step[]) {
    this.path = path;
  }
}

function written(value: unknown): unknown {
  if (typeof value === 'bigint') return { $: 'int', value: `${value}` };
  if (value instanceof Uint8Array) return { $: 'bytes', value: Buffer.from(value).toString('base64') };
  if (value instanceof Reference) {
    return { $: 'path', value: value.path.map(([method, args]) => [method, args.map(written)]) };
  }
  return Array.isArray(value) ? value.map(written) : value;
}

function read(value: unknown): Value {
  if (Array.isArray(value)) return value.map(read);
  // Python's float that is whole is JavaScript's number that is.
  if (typeof value === 'number') return plainOf(value);
  if (typeof value === 'string' || value === null) return value;
  const tagged = value as Tagged;
  switch (tagged.$) {
    case 'int':
      return BigInt(tagged.value);
    case 'bytes':
      return { bytes: Buffer.from(tagged.value, 'base64').toString('hex') };
    case 'dict':
      return Object.fromEntries(tagged.value.map(([key, one]) => [`${read(key)}`, read(one)]));
    case 'object':
      return { class: tagged.class, ...Object.fromEntries(Object.entries(tagged.value).map(([k, v]) => [k, read(v)])) };
  }
}
