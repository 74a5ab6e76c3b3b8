import { constants } from 'node:os';
import { getSystemErrorName } from 'node:util';

/** An error as Node makes it of a failed system call: `code` `'ENOENT'`, `errno` −2, `syscall` `'connect'`. */
export interface SystemError extends Error {
  code: string;
  errno: number;
  syscall: string;
  address?: string;
}

const { EAGAIN, EWOULDBLOCK, EINTR, ENOBUFS } = constants.errno;

/** Too many descriptors of this user are on their way. Node does not name it. */
const ETOOMANYREFS = process.platform === 'linux' ? 109 : 59;

/** @param errno as C has it: positive */
export function systemError(errno: number, syscall: string, address?: string): SystemError {
  const code = errno === ETOOMANYREFS ? 'ETOOMANYREFS' : getSystemErrorName(-errno);
  const error = new Error(`${syscall} ${code}${address === undefined ? '' : ` ${address}`}`);
  return Object.assign(error, { errno: -errno, code, syscall, ...(address === undefined ? {} : { address }) });
}

/** Whether a call only has to be made again when the socket is ready. */
export function wouldBlock(errno: number): boolean {
  return errno === EAGAIN || errno === EWOULDBLOCK;
}

/** Whether a call only has to be made again later: the socket counts as ready meanwhile. */
export function isShortage(error: unknown): boolean {
  const errno = error instanceof Error && 'errno' in error ? -Number(error.errno) : 0;
  return errno === ETOOMANYREFS || errno === ENOBUFS || errno === EINTR;
}
