// @ts-check
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { CLIENT_CORE, pinned } from './pin.mjs';

/** @typedef {{ seconds: number, cpu: number }} Measure what a command took, and what of it its process worked */

/** A program that takes commands, a line each, and answers each with what it took. */
export class Client {
  #process;
  #answers;
  #complaints = '';

  /** @param {readonly string[]} command */
  constructor(command) {
    const [program = '', ...args] = pinned(CLIENT_CORE, command);
    this.#process = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#process.stdin.on('error', () => {});
    this.#process.stderr.setEncoding('utf8').on('data', (text) => {
      this.#complaints += text;
    });
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  get pid() {
    return this.#process.pid ?? 0;
  }

  /**
   * @param {string} line
   * @returns {Promise<Measure>}
   */
  async command(line) {
    this.#process.stdin.write(`${line}\n`);
    const answer = await this.#answers.next();
    if (answer.done) throw new Error(`a client ended at "${line}": ${this.#complaints.trim()}`);
    return JSON.parse(answer.value);
  }

  /** Lets it end. @returns {Promise<void>} */
  async close() {
    const closed = new Promise((resolve) => this.#process.once('close', resolve));
    this.#process.stdin.end();
    if (this.#process.exitCode === null && this.#process.signalCode === null) await closed;
  }
}
