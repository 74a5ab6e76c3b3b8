import { constants } from 'node:os';
import { getSystemErrorName } from 'node:util';

/** An error as Node makes it of a failed system call: `code` `'ENOENT'`, `errno` −2, `syscall` `'connect'`. */
export interface SystemError extends Error {
  code: string;
  errno: number;
  syscall: string;
  address?: string;
}

/** @param errno as C has it: positive */
export function systemError(errno: number, syscall: string, address?: string): SystemError {
  const code = getSystemErrorName(-errno);
  const error = new Error(`${syscall} ${code}${address === undefined ? '' : ` ${address}`}`);
  return Object.assign(error, { errno: -errno, code, syscall, ...(address === undefined ? {} : { address }) });
}

const { EAGAIN, EWOULDBLOCK } = constants.errno;

/** Whether a call only has to be made again when the socket is ready. */
export function wouldBlock(errno: number): boolean {
  return errno === EAGAIN || errno === EWOULDBLOCK;
}
