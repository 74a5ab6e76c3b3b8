// @ts-check
import { spawn } from 'node:child_process';
import { setImmediate } from 'node:timers/promises';

/** @type {readonly NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Milliseconds that a command has to end by itself when it is told to. */
const GRACE = 5000;

/** A signal told this process to end while a command ran. */
export class Interrupted extends Error {
  /** @override */
  name = 'Interrupted';

  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`interrupted by ${signal}`);
    this.signal = signal;
  }
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {Readonly<Record<string, string | undefined>>} [env] on top of this process's
 * @property {boolean} [uninterruptible] a signal takes effect only when the command has ended by itself
 * @property {boolean} [show] what it writes goes where this process's output goes, and is not returned
 *
 * @typedef {object} Finished
 * @property {number} status the exit status, as a shell gives it
 * @property {string} output what it wrote to standard output and standard error
 */

/**
 * Runs a command to its end, without standard input. It has a process group of its own: a signal to this process
 * reaches it in an orderly way, and once, and nothing of it outlives this call.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Finished>}
 * @throws {Interrupted} after the command has ended, if a signal came meanwhile
 */
export async function run(command, args, { cwd, env, uninterruptible = false, show = false } = {}) {
  /** @type {NodeJS.Signals | undefined} */
  let received;
  /** @type {NodeJS.Timeout | undefined} */
  let deadline;
  /** @param {NodeJS.Signals} signal */
  const onSignal = (signal) => {
    received ??= signal;
    if (uninterruptible) return;
    signalGroup(child.pid, signal);
    deadline ??= setTimeout(() => signalGroup(child.pid, 'SIGKILL'), GRACE);
  };
  // Before the command is there: otherwise a signal could come in between, and leave it behind.
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const out = show ? 'inherit' : 'pipe';
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', out, out],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  try {
    const status = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 128));
    });
    // A signal that came before the end may be told after it.
    await setImmediate();
    if (received === undefined) return { status, output };
    // What ignores the signal, as a shell's background commands ignore SIGINT.
    if (!uninterruptible) signalGroup(child.pid, 'SIGKILL');
    throw new Interrupted(received);
  } finally {
    clearTimeout(deadline);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}

/**
 * @param {number | undefined} pid
 * @param {NodeJS.Signals} signal
 */
function signalGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}

/**
 * Runs a command that must succeed.
 *
 * @param {string} what it does, as the message begins if it fails
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>} its output
 */
export async function must(what, command, args, options) {
  const { status, output } = await run(command, args, options);
  if (status !== 0)
    throw new Error(`${what} failed: ${[command, ...args].join(' ')} ended with ${status}\n${tail(output)}`);
  return output;
}

/**
 * The end of a long output, where the reason usually is.
 * @param {string} output
 */
export function tail(output, lines = 40) {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}
