import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import type { Compiled } from './transport-compiled.js';

export interface ProgramOptions {
  /** What comes before `node` on the command line. */
  readonly prefix?: readonly string[];
}

/** A compiled program of test/transport/programs, which runs in a process of its own. */
export class Program {
  readonly process: ChildProcess;
  readonly #lines: Interface;
  readonly #exit: Promise<unknown[]>;
  readonly #unread: string[] = [];

  constructor(compiled: Compiled, name: string, args: readonly string[], { prefix = [] }: ProgramOptions = {}) {
    const [command = '', ...rest] = [
      ...prefix,
      process.execPath,
      compiled.path(`test/transport/programs/${name}.ts`),
      ...args,
    ];
    this.process = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#exit = once(this.process, 'exit');
    if (this.process.stdout === null) throw new Error('the program has no output');
    this.#lines = createInterface(this.process.stdout).on('line', (line) => this.#unread.push(line));
  }

  async line(): Promise<string> {
    while (this.#unread.length === 0) await once(this.#lines, 'line');
    return this.#unread.shift() ?? '';
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.line());
  }

  /** The exit code, or the signal that ended it. */
  async ended(): Promise<unknown> {
    const [code, signal] = await this.#exit;
    return code ?? signal;
  }

  get running(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  kill(): void {
    this.process.kill('SIGKILL');
  }
}
