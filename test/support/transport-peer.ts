import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What the peer received. */
export interface Received {
  readonly total: number;
  /** SHA-256 of the bytes. */
  readonly digest: string;
  /** The messages that carried descriptors: where they began, their last bytes, and `st_dev:st_ino` of each file. */
  readonly messages: readonly { at: number; bytes: string; files: readonly string[]; cut: boolean }[];
}

export interface ReceiveOptions {
  /** As many bytes at a time. */
  readonly size?: number;
  /** Place for as many descriptors. */
  readonly room?: number;
}

/**
 * A process that listens on UNIX sockets, in a language whose sockets are not ours. It does one thing after another, so
 * that a test decides when it reads.
 */
export class Peer {
  readonly #process: ChildProcess;
  readonly #waiting: { resolve: (value: unknown) => void; reject: (error: Error) => void }[] = [];

  constructor(script: string = fileURLToPath(new URL('./transport-peer.py', import.meta.url))) {
    this.#process = spawn('/usr/bin/python3', [script], { stdio: ['pipe', 'pipe', 'inherit'] });
    const { stdout } = this.#process;
    if (stdout === null) throw new Error('the peer has no output');
    createInterface(stdout).on('line', (line) => {
      const { value, error } = JSON.parse(line) as { value?: unknown; error?: string };
      const waiting = this.#waiting.shift();
      if (error === undefined) waiting?.resolve(value);
      else waiting?.reject(new Error(`the peer: ${error}`));
    });
    this.#process.on('exit', () => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error('the peer is gone'));
    });
  }

  listen(path: string, backlog = 16): Promise<number> {
    return this.#ask('listen', path, backlog);
  }

  unlisten(listener: number): Promise<void> {
    return this.#ask('unlisten', listener);
  }

  accept(listener: number): Promise<number> {
    return this.#ask('accept', listener);
  }

  /** Takes `count` bytes, or all before the end. */
  receive(connection: number, count: number, { size = 1 << 20, room = 8 }: ReceiveOptions = {}): Promise<Received> {
    return this.#ask('receive', connection, count, size, room);
  }

  /** Sends so many bytes of the pattern. */
  send(connection: number, length: number): Promise<void> {
    return this.#ask('send', connection, length);
  }

  /** Sends the bytes with the files, in one message. */
  sendFiles(connection: number, bytes: Buffer, paths: readonly string[]): Promise<void> {
    return this.#ask('send_files', connection, bytes.toString('hex'), paths);
  }

  shutdown(connection: number): Promise<void> {
    return this.#ask('shutdown', connection);
  }

  close(connection: number): Promise<void> {
    return this.#ask('close', connection);
  }

  async stop(): Promise<void> {
    const gone = once(this.#process, 'exit');
    this.#process.stdin?.end();
    await gone;
  }

  #ask<T>(...command: readonly unknown[]): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve: resolve as (value: unknown) => void, reject });
      this.#process.stdin?.write(`${JSON.stringify([command[0], command.slice(1)])}\n`);
    });
  }
}

const BLOCK = createHash('shake128', { outputLength: 100_003 }).update('transport').digest();

/** The same bytes that the peer sends. */
export function pattern(length: number): Buffer {
  return Buffer.alloc(length, BLOCK);
}

export function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
