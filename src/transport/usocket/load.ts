import { isMainThread } from 'node:worker_threads';
import { UnsupportedError } from '../../errors.js';
import { checkIsNode } from '../only-node.js';

/** Of the package usocket, which has no types of its own, what is used here. */
export interface UsocketLibrary {
  readonly USocket: new () => USocket;
}

/** usocket's stream. Only what it stands on is used: the stream itself drops a descriptor that meets a full socket. */
export interface USocket {
  /** Told of what happens. `connect` takes what stands here by then. */
  _wrapEvent: WrapEvent;
  /** There after `connect`. */
  readonly _wrap: USocketWrap;
  connect(options: { readonly fd: number }): void;
}

/**
 * `'data'`: bytes and the descriptors that came with the last of them, or neither at the end. `'drain'`: a write that
 * stopped short can go on. `'error'`: an error of the system.
 */
export type WrapEvent = (event: string, first?: unknown, second?: unknown) => void;

/** usocket's native socket. */
export interface USocketWrap {
  /** How many bytes left, or why none could. Descriptors leave with the first byte, or not at all. */
  write(bytes: Buffer, fds?: readonly number[]): number | NodeJS.ErrnoException;
  /** Puts another descriptor in the place of the one that it has. */
  adopt(fd: number): void;
  pause(): void;
  resume(): void;
  /** Sends the end, and forgets that a write stopped short. */
  shutdown(): void;
  /** Closes the descriptor. */
  close(): void;
}

/**
 * The package usocket.
 *
 * @throws UnsupportedError where it is not installed, or is of no use
 */
export async function loadUsocket(): Promise<UsocketLibrary> {
  checkIsNode('usocket');
  if (!isMainThread) {
    throw new UnsupportedError('the package usocket aborts the process when a worker thread uses it: use koffi there');
  }
  // How a socket changes hands between Node and usocket is known of Linux alone.
  if (process.platform !== 'linux') {
    throw new UnsupportedError(`the package usocket is used on Linux only, and this is ${process.platform}: use koffi`);
  }
  // Not a literal: a package that may be missing has no types to look for.
  const name: string = 'usocket';
  const module: { readonly default?: Partial<UsocketLibrary> } = await import(name).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new UnsupportedError(`the package usocket cannot be loaded (${why}): npm install usocket@1.1`, { cause });
  });
  const { USocket } = module.default ?? {};
  if (typeof USocket?.prototype._wrapEvent !== 'function') {
    throw new UnsupportedError('the package usocket is not as its version 1.1.0 is: npm install usocket@1.1');
  }
  return { USocket };
}
