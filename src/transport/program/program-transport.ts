import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { StreamTransport } from '../stream/stream-transport.js';
import type { Transport } from '../transport.js';
import { ProgramError } from './program-error.js';
import { Tail } from './tail.js';

/** A program that leads to a daemon: what it reads and writes are the connection's bytes. */
export interface ProgramSettings {
  /** `'ssh'` or `'ext'`. */
  readonly kind: string;
  readonly secure: boolean;
  readonly encrypted: boolean;
  readonly command: string;
  readonly args: readonly string[];
  /** What its environment is, where it is not this process's. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Whether it may ask at this process's terminal. */
  readonly terminal: boolean;
}

/** Milliseconds that a program whose output has ended is given to end, and to say why. */
const LAST_WORDS = 2000;
/** Milliseconds from SIGTERM to SIGKILL. */
const GRACE = 2000;

type Program = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Starts a program that leads to a daemon. What it writes on standard error becomes the error of a connection that it
 * ends.
 *
 * @throws ProgramError where it cannot be started; the signal's reason
 */
export async function startProgram(settings: ProgramSettings, signal: AbortSignal | undefined): Promise<Transport> {
  signal?.throwIfAborted();
  const { command, args, env, terminal, kind, secure, encrypted } = settings;
  const program = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Of a session of its own it has no terminal, and Ctrl-C does not reach it before an orderly end.
    detached: !terminal,
    windowsHide: true,
    ...(env === undefined ? {} : { env }),
  });
  const closed = once(program, 'close').then(
    () => {},
    () => {},
  );
  try {
    await once(program, 'spawn');
  } catch (cause) {
    throw new ProgramError(command, `cannot be started: ${(cause as Error).message}`, { cause });
  }
  program.on('error', () => {});
  const words = new Tail(program.stderr);
  return new StreamTransport({
    kind,
    secure,
    encrypted,
    readable: program.stdout,
    writable: program.stdin,
    ref: (keep) => setRef(program, keep),
    close: () => end(program),
    async failure(error) {
      const late = new AbortController();
      await Promise.race([closed, delay(LAST_WORDS, undefined, { signal: late.signal }).catch(() => {})]);
      late.abort();
      return ProgramError.ended(program, command, words.text, error);
    },
  });
}

function setRef(program: Program, keep: boolean): void {
  const change = keep ? 'ref' : 'unref';
  program[change]();
  for (const pipe of [program.stdin, program.stdout, program.stderr]) {
    // Each is a socket.
    (pipe as Partial<Pick<Socket, 'ref' | 'unref'>>)[change]?.();
  }
}

/** Nobody waits for it. */
function end(program: Program): void {
  if (program.stdin.destroyed) return;
  for (const pipe of [program.stdin, program.stdout, program.stderr]) pipe.on('error', () => {}).destroy();
  if (program.exitCode !== null || program.signalCode !== null) return;
  program.kill('SIGTERM');
  const killing = setTimeout(() => program.kill('SIGKILL'), GRACE).unref();
  program.once('exit', () => clearTimeout(killing));
}
