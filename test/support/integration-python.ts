import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('integration-python.py', import.meta.url));

/** libvirt-python, connected to the daemon that a test asks too. */
export class Python {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  constructor(uri: string) {
    this.#process = spawn('/usr/bin/python3', [PROGRAM, uri], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface(this.#process.stdout)[Symbol.asyncIterator]();
  }

  /** The value of an expression, in which `c` is the connection: as `comparable` makes it. */
  async eval(expression: string): Promise<unknown> {
    this.#process.stdin.write(`${JSON.stringify(expression)}\n`);
    const { value: line, done } = await this.#lines.next();
    if (done) throw new Error(`libvirt-python ended at ${expression}`);
    const answer = JSON.parse(line);
    if ('error' in answer) throw new Error(`${expression}: ${answer.message}`);
    return answer.value;
  }

  async close(): Promise<void> {
    const gone = once(this.#process, 'exit');
    this.#process.stdin.end();
    await gone;
  }
}

/** A value with its integers as text, its bytes in hexadecimal, and none of what is `undefined`. */
export function comparable(value: unknown): unknown {
  if (typeof value === 'bigint' || Number.isInteger(value)) return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, comparable(member)]));
}
