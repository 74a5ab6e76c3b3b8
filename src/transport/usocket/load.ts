import { isMainThread } from 'node:worker_threads';
import { UnsupportedError } from '../../errors.js';

/** Of the package usocket, which has no types of its own, what is used here. */
export interface UsocketLibrary {
  readonly USocket: new () => USocket;
}

/** usocket's stream. Only what it stands on is used: the stream loses descriptors that meet a full socket. */
export interface USocket {
  /** Called with what happens at the socket. `connect` binds what stands here. */
  _wrapEvent: (event: string, first?: unknown, second?: unknown) => void;
  /** The native socket, once there is one. */
  readonly _wrap: USocketWrap;
  connect(options: { readonly fd: number }): void;
}

/** usocket's native socket. */
export interface USocketWrap {
  /** How many bytes left; the system's error where it refuses. Descriptors travel with the first byte that leaves. */
  write(bytes: Buffer, fds?: readonly number[]): number | Error;
  /** Takes over another descriptor, whatever became of the last one. */
  adopt(fd: number): void;
  pause(): void;
  resume(): void;
  /** Closes the descriptor. Must not be called while an event is told of: it would abort the process. */
  close(): void;
}

const INSTALL = 'install it (npm install usocket, which needs a compiler)';

/**
 * The package usocket, where it can be used.
 *
 * @throws UnsupportedError
 */
export async function loadUsocket(): Promise<UsocketLibrary> {
  // In a worker thread it would abort the process.
  if (!isMainThread) throw new UnsupportedError('the package usocket works in the main thread only; use koffi');
  if (process.platform !== 'linux') {
    throw new UnsupportedError(`the package usocket is of use on Linux only, and this is ${process.platform}; use koffi`);
  }
  const name: string = 'usocket';
  const library = (await import(name).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new UnsupportedError(`the package usocket cannot be loaded: ${why}; ${INSTALL}`, { cause });
  })) as { readonly default: UsocketLibrary };
  return library.default;
}
